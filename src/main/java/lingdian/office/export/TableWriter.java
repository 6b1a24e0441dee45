package lingdian.office.export;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one table, part by part; holds no more than the part that is being written. */
public interface TableWriter {
    /** The next rows, with all that comes before the first of them. */
    Buffer write(List<List<@Nullable Object>> rows);

    /** What comes after the last row. */
    Buffer end();
}
