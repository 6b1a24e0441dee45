package lingdian.violation;

import java.time.LocalDate;

/**
 * Where the login lies whose document a finding is about.
 *
 * @param day the received day of the login, by which its record is partitioned
 */
public record LoginKey(int streamNumber, long seq, LocalDate day) {}
