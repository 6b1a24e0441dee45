package lingdian.platform.database;

import java.time.Duration;
import lingdian.platform.work.NotNowException;

/** This machine's clock and the database's differ by so much that nothing may be judged or begun by either. */
public final class ClocksDifferException extends NotNowException {
    private static final long serialVersionUID = 1L;

    /** @param offset by how much this machine's clock is ahead */
    ClocksDifferException(Duration offset) {
        super("the clock of this machine is " + offset.toMillis() + " ms ahead of the database's");
    }
}
