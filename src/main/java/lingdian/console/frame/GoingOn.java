package lingdian.console.frame;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lingdian.office.casework.CaseDetail;
import lingdian.platform.text.PageTimes;

/**
 * What goes on in a case. A case's sentence is about its gravest finding, which may be over. Where a case has several
 * findings, the badge beside the sentence names the one that goes on.
 *
 * @param since when the earliest of what goes on began, as the browser reads it; empty where nothing goes on
 * @param lasted how long that is, until the browser counts on
 * @param what the names of what goes on; empty where the case is about one finding alone
 */
public record GoingOn(String since, String lasted, String what) {
    private static final GoingOn NOTHING = new GoingOn("", "", "");

    public static GoingOn of(CaseDetail detail, Words words, Instant now) {
        List<CaseDetail.Finding> running = detail.goingOn();
        if (running.isEmpty()) {
            return NOTHING;
        }
        Instant since = running.getFirst().startedAt().toInstant();
        return new GoingOn(
                since.toString(),
                PageTimes.lasted(Duration.between(since, now)),
                detail.violationCount() == 1 ? "" : what(detail, running, words));
    }

    private static String what(CaseDetail detail, List<CaseDetail.Finding> running, Words words) {
        String first = words.sayWord("code", running.getFirst().code());
        if (!detail.isWhole()) {
            return words.say("going-on.many", first);
        }
        return running.size() == 1 ? first : words.say("going-on.more", first, running.size());
    }

    /** Whether anything does. */
    public boolean isAny() {
        return !since.isEmpty();
    }
}
