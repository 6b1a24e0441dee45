package lingdian.console.frame;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lingdian.law.judge.Code;
import lingdian.office.enrolment.EnrolmentCalls;
import lingdian.office.enrolment.KeyChange;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a café had no key, because the authority or an administrator ended it: nothing could come from it. The rules
 * do not know of it, so pages say it beside what they find.
 *
 * @param until when it got a key again; null: it has none
 */
public record KeyCut(OffsetDateTime from, @Nullable OffsetDateTime until) {
    /** Rules that find that nothing came. */
    private static final Set<String> SILENT =
            Set.of(Code.MEASURES_STOPPED.name(), Code.MEASURES_STOPPED_GRAVE.name(), Code.AGENT_ABSENT.name());

    private static final Set<String> MADE = Set.of("enrolled", "key-made");
    /** How long before a finding's beginning its cause may lie. */
    private static final int BEFORE_DAYS = 366;

    private static final int CHANGES_MAX = 100;

    public static boolean concerns(String code) {
        return SILENT.contains(code);
    }

    /** Those of a café that were not over at a moment, the newest first; none where the reader is not told of keys. */
    public static Future<List<KeyCut>> since(PageCall call, String placeCode, Instant moment) {
        return call.may(EnrolmentCalls.CHANGES)
                ? call.ask(EnrolmentCalls.changesOfKeys(
                                placeCode, moment.minus(BEFORE_DAYS, ChronoUnit.DAYS), CHANGES_MAX))
                        .map(KeyCut::all)
                : Future.succeededFuture(List.of());
    }

    /** @param changes the newest first */
    static List<KeyCut> all(List<KeyChange> changes) {
        var cuts = new ArrayList<KeyCut>();
        OffsetDateTime made = null;
        for (KeyChange change : changes) {
            if (MADE.contains(change.change())) {
                made = change.at();
            } else if (change.withoutKey()) {
                cuts.add(new KeyCut(change.at(), made));
            }
        }
        return cuts;
    }

    /** The one that overlaps a time; null: none does. @param to null: it goes on */
    public static @Nullable KeyCut during(List<KeyCut> cuts, OffsetDateTime from, @Nullable OffsetDateTime to) {
        return cuts.stream()
                .filter(cut -> (to == null || cut.from.isBefore(to)) && (cut.until == null || cut.until.isAfter(from)))
                .findFirst()
                .orElse(null);
    }

    /** The one that is not over; null: the café has a key, or never had one. */
    public static @Nullable KeyCut now(List<KeyCut> cuts) {
        return cuts.stream().filter(cut -> cut.until == null).findFirst().orElse(null);
    }
}
