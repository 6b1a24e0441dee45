package lingdian.agent.adapter;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The rows of a cashier's program. An interface, so that tests can end the program between any two. */
interface CardRows extends Closeable {
    /** One row; {@code columns} by their names. */
    record Row(long key, Map<String, String> columns) {
        @Override
        public String toString() {
            return "Row[" + key + "]"; // the columns are of a person
        }
    }

    /** At most {@code max} rows with a greater key, by their key. */
    List<Row> after(long key, int max) throws IOException;
}
