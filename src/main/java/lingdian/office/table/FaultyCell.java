package lingdian.office.table;

import java.util.Arrays;
import java.util.List;

/** A cell that cannot be taken: its field and why. */
public final class FaultyCell extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final CellFault fault;
    private final transient List<String> values;

    public FaultyCell(String field, CellFault fault, Object... values) {
        super(fault.text(values), null, false, false);
        this.field = field;
        this.fault = fault;
        this.values = Arrays.stream(values).map(String::valueOf).toList();
    }

    public String field() {
        return field;
    }

    CellFault fault() {
        return fault;
    }

    List<String> values() {
        return values;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
