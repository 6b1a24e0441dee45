package lingdian.console.cafe;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.Words;
import lingdian.domain.ChinaTime;
import lingdian.office.cafe.CafeDetail;

/**
 * A café as a list shows it.
 *
 * @param state what is most urgent about it, in the API's words
 * @param heard how long ago it was heard, in words
 * @param licence the last day of its licence; empty: without end
 * @param licenceOver whether that day is over
 * @param coverage the share of its licensed terminals that were heard of, in per cent; empty where it is unknown
 */
record CafeRow(
        CafeLine line,
        String state,
        int openCases,
        String heard,
        String licence,
        boolean licenceOver,
        String coverage) {
    private static final long HOURS_A_DAY = 24;
    private static final long MINUTES_AN_HOUR = 60;

    static CafeRow of(CafeDetail cafe, Divisions divisions, Words words, Instant now) {
        String until = cafe.licence().validUntil();
        Integer terminals = cafe.terminals();
        return new CafeRow(
                CafeLine.of(cafe, divisions),
                cafe.activity().work().state(),
                cafe.activity().work().openCases(),
                heard(cafe, words, now),
                until,
                !until.isEmpty() && LocalDate.parse(until).isBefore(LocalDate.ofInstant(now, ChinaTime.ZONE)),
                terminals == null || terminals == 0
                        ? ""
                        : Long.toString(Math.round(100.0 * cafe.activity().reporting() / terminals)));
    }

    private static String heard(CafeDetail cafe, Words words, Instant now) {
        OffsetDateTime at = cafe.activity().lastHeard();
        if (at == null) {
            return words.say("cafes.never-heard");
        }
        Duration ago = Duration.between(at.toInstant(), now);
        return ago.toMinutes() < 1
                ? words.say("cafes.heard-now")
                : ago.toMinutes() < MINUTES_AN_HOUR
                        ? words.say("cafes.heard-minutes", ago.toMinutes())
                        : ago.toHours() < HOURS_A_DAY
                                ? words.say("cafes.heard-hours", ago.toHours())
                                : words.say("cafes.heard-days", ago.toDays());
    }
}
