package lingdian.simulation;

import io.vertx.sqlclient.PropertyKind;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The result of a statement: rows of named values, as the stores read them. */
final class Rows implements RowSet<Row> {
    private final List<Map<String, @Nullable Object>> rows;
    private final int rowCount;

    private Rows(List<Map<String, @Nullable Object>> rows, int rowCount) {
        this.rows = rows;
        this.rowCount = rowCount;
    }

    static Rows of(List<Map<String, @Nullable Object>> rows) {
        return new Rows(rows, rows.size());
    }

    /** The result of a statement that writes. */
    static Rows changed(int count) {
        return new Rows(List.of(), count);
    }

    /** These rows, without the first one if {@code first}. */
    Rows without(boolean first) {
        return first && !rows.isEmpty() ? of(rows.subList(1, rows.size())) : this;
    }

    /** These rows, each changed. */
    Rows each(UnaryOperator<Map<String, @Nullable Object>> change) {
        return of(rows.stream().map(change).toList());
    }

    /** A row of alternating names and values. */
    static Map<String, @Nullable Object> row(@Nullable Object... namesAndValues) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return row;
    }

    @Override
    public RowIterator<Row> iterator() {
        Iterator<Map<String, @Nullable Object>> all = rows.iterator();
        return new RowIterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public Row next() {
                return new Named(all.next());
            }
        };
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public int rowCount() {
        return rowCount;
    }

    @Override
    public @Nullable RowSet<Row> next() {
        return null;
    }

    @Override
    public List<String> columnsNames() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ColumnDescriptor> columnDescriptors() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <V> V property(PropertyKind<V> kind) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RowSet<Row> value() {
        return this;
    }

    private static final class Named implements Row {
        private final List<String> names;
        private final List<@Nullable Object> values;

        Named(Map<String, @Nullable Object> row) {
            names = List.copyOf(row.keySet());
            values = new java.util.ArrayList<>(row.values());
        }

        @Override
        public String getColumnName(int pos) {
            return names.get(pos);
        }

        @Override
        public int getColumnIndex(String column) {
            return names.indexOf(column);
        }

        @Override
        public @Nullable Object getValue(int pos) {
            return values.get(pos);
        }

        @Override
        public Tuple addValue(Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int size() {
            return names.size();
        }

        @Override
        public void clear() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Class<?>> types() {
            throw new UnsupportedOperationException();
        }
    }
}
