package lingdian.law.judge;

import java.time.Instant;
import java.util.Map;
import lingdian.domain.document.ReadMethod;
import lingdian.law.figures.PeerDeviation;
import lingdian.law.statute.LegalGround;

/**
 * What is known only when a café's business day is over: {@code DOCUMENTS_TYPED_BY_HAND} (handbook, suspicions.md;
 * Order 363, Art. 23), {@code COVERAGE_LOW} (Order 363, Art. 19; Art. 13 where there are more than licensed) and {@code
 * CAFE_UNLIKE_PEERS}, which no article asks for. The first event of a later day ends the day.
 */
final class DayRules {
    private DayRules() {}

    /** Begins a new day where {@code at} is of one; the day of {@code at}. */
    static DayTrack day(Step step, Instant at) {
        DayTrack day = step.cafe.suspicions().day();
        if (day != null && at.isBefore(day.until())) {
            return day;
        }
        if (day != null) {
            over(step, day);
        }
        DayTrack next = DayTrack.of(at, step.facts.hours().zone());
        step.cafe.suspicions(step.cafe.suspicions().with(next).withCards(Map.of()));
        return next;
    }

    /** A session opened. */
    static void sessionOpened(Step step, DayTrack day, ReadMethod read, Instant at) {
        DayTrack counted = read == ReadMethod.MANUAL ? day.typedLogin(at, step.ref) : day.login();
        step.cafe.suspicions(step.cafe.suspicions().with(counted));
    }

    private static void over(Step step, DayTrack day) {
        typed(step, day);
        coverage(step, day);
        unlikePeers(step, day);
    }

    private static void typed(Step step, DayTrack day) {
        Rules.Suspicion.Typed limits = step.rules.thresholds().suspicion().typed();
        if (day.logins() < limits.typedLogins()) {
            return;
        }
        PastDays past = step.cafe.suspicions().past();
        Instant first = day.firstTyped();
        if (first != null && tooMany(limits, past, day)) {
            Code code = Code.DOCUMENTS_TYPED_BY_HAND;
            step.note(
                    null,
                    step.finding(code, day.day().toString(), first, step.receivedAt)
                            .with(day.evidence())
                            .endingAt(day.until()));
        }
        step.cafe.suspicions(step.cafe.suspicions().with(past.typed(day.typedPerMille())));
    }

    private static boolean tooMany(Rules.Suspicion.Typed limits, PastDays past, DayTrack day) {
        if (100L * day.typed() > (long) limits.typedPercent() * day.logins()) {
            return true;
        }
        boolean known = past.typedPerMille().size() >= limits.typedDays();
        int median = known ? past.medianTypedPerMille() : 0;
        return median > 0 && 1_000L * day.typed() > (long) limits.typedTimes() * median * day.logins();
    }

    private static void coverage(Step step, DayTrack day) {
        Integer licensed = step.facts.terminals();
        Integer heard = step.facts.nightly().heardTerminals();
        if (licensed == null || licensed == 0 || heard == null) {
            return;
        }
        Rules.Suspicion.Coverage limits =
                step.rules.thresholds().suspicion().nightly().coverage();
        PastDays past = step.cafe.suspicions().past();
        boolean few = 100L * heard < (long) limits.coverageLowPercent() * licensed;
        PastDays now = past.few(few ? past.fewTerminals() + 1 : 0);
        step.cafe.suspicions(step.cafe.suspicions().with(now));
        boolean less = 100L * heard < (long) limits.coveragePercent() * licensed;
        boolean more = heard > licensed;
        if (less || more) {
            boolean grave = more || now.fewTerminals() >= limits.coverageDays();
            found(
                    step,
                    day,
                    LegalGround.of(more ? LegalGround.Cause.MORE_TERMINALS : LegalGround.Cause.FEWER_TERMINALS),
                    grave);
        }
    }

    private static void unlikePeers(Step step, DayTrack day) {
        PeerDeviation deviation = step.facts.nightly().unlike();
        PastDays past = step.cafe.suspicions().past();
        if (deviation == null
                || !step.rules.thresholds().suspicion().nightly().peers().isUnlike(deviation)
                || past.wasUnlikePeers(day.day())) {
            return;
        }
        step.cafe.suspicions(step.cafe.suspicions().with(past.unlikePeers(day.day())));
        step.note(
                null,
                step.finding(Code.CAFE_UNLIKE_PEERS, day.day().toString(), day.from(), step.receivedAt)
                        .quantified(new Quantities.Peers(deviation))
                        .endingAt(day.until()));
    }

    private static void found(Step step, DayTrack day, LegalGround ground, boolean grave) {
        Finding found = step.finding(Code.COVERAGE_LOW, day.day().toString(), ground, day.from(), step.receivedAt)
                .endingAt(day.until());
        step.note(null, grave ? found : found.standing(Standing.LEAD));
    }
}
