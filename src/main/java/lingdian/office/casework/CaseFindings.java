package lingdian.office.casework;

import io.vertx.sqlclient.Row;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import lingdian.domain.ChinaTime;
import lingdian.law.course.CaseFinding;
import lingdian.law.course.CaseFinding.Untruth;
import lingdian.law.judge.Standing;
import lingdian.platform.database.Columns;

/** Findings as the rows of a query have them. */
final class CaseFindings {
    /** The count of terminals of a violation {@code v}: only its JSON has it. */
    static final String TERMINALS = "(v.snapshot::jsonb #>> '{terminals,count}')::integer";

    /** The columns of a finding, of a violation {@code v}. */
    static final String OF_VIOLATION =
            "v.code, v.standing, v.started_at, v.ended_at, v.peak, " + TERMINALS + " AS terminals";

    private CaseFindings() {}

    static CaseFinding of(Row row) {
        return new CaseFinding(
                row.getString("code"),
                Standing.valueOf(row.getString("standing").toUpperCase(Locale.ROOT)),
                Columns.instant(row, "started_at"),
                Columns.instantOrNull(row, "ended_at"),
                row.getInteger("peak"),
                row.getInteger("terminals"),
                Untruth.NONE);
    }

    /** One zone that Java does not know must not stop the cases of all cafés. */
    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            return ChinaTime.ZONE;
        }
    }
}
