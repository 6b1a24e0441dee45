package lingdian.law.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import lingdian.law.hours.Closure;
import org.jspecify.annotations.Nullable;

/**
 * The result of a look at one café for an absence of its agent (handbook, silence.md#agent_absent). Pure.
 *
 * @param moment from when an absence is counted, or when one ended; null where there is nothing to do
 * @param next when to look again, if nothing comes and no decision about the café changes: never after the moment at
 *     which an absence can be full, or at which what excuses it begins or ends
 */
public record AbsenceLook(Found found, @Nullable Instant moment, Instant next) {
    private static final Duration HORIZON = Duration.ofHours(24);
    /** While the café is silent: only a repeated event ends that and not its absence. */
    private static final Duration WHILE_SILENT = Duration.ofMinutes(10);

    /** The action to take. */
    public enum Found {
        NOTHING,
        ABSENT,
        /** It was absent, and a suspension, an expiry of its licence or a closure began. */
        EXCUSED
    }

    /**
     * @param keyedAt when its first agent key was made or its first enrolment code expired, whichever was earlier
     * @param rulebook an absence is judged by the rules that were in force when it began
     */
    public static AbsenceLook at(
            CafeFacts facts, Instant keyedAt, Presence presence, Listening listening, Rulebook rulebook) {
        Instant now = listening.heardUntil();
        Excuse excuse = facts.excuses().stream()
                .filter(one -> one.contains(now))
                .findFirst()
                .orElse(null);
        Finding open = presence.absence();
        if (open != null && open.open()) {
            return excuse == null
                    ? nothing(beginningAfter(facts, now))
                    : new AbsenceLook(Found.EXCUSED, later(excuse.from(), open.startedAt()), endOf(excuse, now));
        }
        if (excuse != null) {
            return nothing(endOf(excuse, now));
        }
        return presence.maybeSilent() && isSilenceShown(facts, rulebook.at(now))
                ? nothing(now.plus(WHILE_SILENT))
                : counted(facts, since(facts, keyedAt, presence, now), listening, rulebook);
    }

    /** A silence that nobody is shown says nothing of the café, so its absence has to. */
    private static boolean isSilenceShown(CafeFacts facts, Rules rules) {
        return rules.rule(Code.MEASURES_STOPPED).in(facts.region()) == RuleState.ENABLED;
    }

    private static AbsenceLook counted(CafeFacts facts, Instant since, Listening listening, Rulebook rulebook) {
        Instant now = listening.heardUntil();
        Duration absence = rulebook.at(since).thresholds().absence();
        Instant due = absence.isZero() ? null : SilenceDeadline.of(facts, since, listening, absence, now.plus(HORIZON));
        if (due == null) {
            return nothing(now.plus(HORIZON));
        }
        return due.isAfter(now) ? nothing(due) : new AbsenceLook(Found.ABSENT, since, beginningAfter(facts, now));
    }

    /** The latest of its last new event, its first key or code, and the end of a closure. */
    private static Instant since(CafeFacts facts, Instant keyedAt, Presence presence, Instant now) {
        Instant consumed = presence.consumed();
        Instant since = consumed == null ? keyedAt : later(consumed, keyedAt);
        return facts.closures().stream()
                .map(Closure::to)
                .filter(Objects::nonNull)
                .filter(end -> !end.isAfter(now))
                .reduce(since, AbsenceLook::later);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant endOf(Excuse excuse, Instant now) {
        return excuse.until(now.plus(HORIZON)).to();
    }

    private static Instant beginningAfter(CafeFacts facts, Instant now) {
        Instant horizon = now.plus(HORIZON);
        return facts.excuses().stream()
                .map(Excuse::from)
                .filter(from -> from.isAfter(now) && from.isBefore(horizon))
                .findFirst()
                .orElse(horizon);
    }

    private static AbsenceLook nothing(Instant next) {
        return new AbsenceLook(Found.NOTHING, null, next);
    }
}
