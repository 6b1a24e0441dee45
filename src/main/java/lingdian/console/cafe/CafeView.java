package lingdian.console.cafe;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import lingdian.console.frame.AccountLine;
import lingdian.console.frame.CafeChangeLine;
import lingdian.console.frame.Chart;
import lingdian.console.frame.KeyCut;
import lingdian.console.frame.KeyLine;
import lingdian.console.frame.MaintenanceLine;
import lingdian.console.frame.TypedForm;
import lingdian.console.frame.Words;
import lingdian.console.violation.ViolationRow;
import lingdian.office.cafe.CafeDetail;
import lingdian.office.cafe.CafeHistory;
import lingdian.office.cafe.CafeHistory.Confirmed;
import lingdian.office.violation.ViolationList;
import lingdian.platform.text.PageTimes;
import org.jspecify.annotations.Nullable;

/**
 * One café, for its regulators and its operator.
 *
 * @param line the café as the list shows it
 * @param hours when it may be open within the next two days
 * @param past the last ninety days
 * @param maintenance announced work, the latest first
 * @param safety its safety officer, training and letter of responsibility
 * @param told what the authorities told it, for its operator
 * @param lastMonth of which there is a certificate, such as 2026-10
 * @param rights the actions that the reader may take
 * @param typed a notice that was not accepted
 */
record CafeView(
        CafeLine line,
        CafeDetail cafe,
        List<String> hours,
        Past past,
        List<MaintenanceLine> maintenance,
        SafetyView safety,
        ToldView told,
        String lastMonth,
        Rights rights,
        TypedForm typed) {
    /** How far ahead the API tells hours. */
    private static final Duration AHEAD = Duration.ofHours(48);
    /** Between the API's telling and the page, and the other way round. */
    private static final Duration CLIPPED = Duration.ofMinutes(1);

    private static final int HOURS_A_DAY = 24;

    CafeView {
        hours = List.copyOf(hours);
        maintenance = List.copyOf(maintenance);
    }

    /**
     * @param announces whether the reader may announce maintenance, as the café's operator
     * @param takesEvidence whether the list of violations links to their evidence, as on the operator's own page
     * @param hasOthers whether the reader is an operator of further cafés
     */
    record Rights(boolean announces, boolean inspects, boolean takesEvidence, boolean hasOthers) {}

    /**
     * The last ninety days.
     *
     * @param heard the number of hours of each day in which the café sent events
     * @param months that are over in which it was heard, the latest first
     * @param confirmed violations confirmed within twelve months, by code, the most frequent first
     * @param violations of the days of the heat map, newest first
     * @param whole whether {@code violations} is complete
     * @param keys what happened to its keys and codes in the last days
     * @param changes of its region and what else administrators change, within a year, the newest first
     * @param accounts of its operators, which are new or changed
     * @param cut since when it has had no key; null: it has one, or never had
     */
    record Past(
            HeatMap heat,
            Chart heard,
            List<YearMonth> months,
            List<Confirmed> confirmed,
            List<ViolationRow> violations,
            boolean whole,
            List<KeyLine> keys,
            List<CafeChangeLine> changes,
            List<AccountLine> accounts,
            @Nullable KeyCut cut) {
        Past {
            keys = List.copyOf(keys);
            changes = List.copyOf(changes);
            accounts = List.copyOf(accounts);
            months = List.copyOf(months);
            confirmed = List.copyOf(confirmed);
            violations = List.copyOf(violations);
        }

        static Past of(
                CafeHistory history,
                ViolationList list,
                List<KeyLine> keys,
                List<CafeChangeLine> changes,
                List<AccountLine> accounts,
                List<KeyCut> cuts,
                LocalDate today,
                int days) {
            List<LocalDate> began = list.items().stream()
                    .map(one -> one.period().startedAt().toLocalDate())
                    .toList();
            return new Past(
                    HeatMap.of(began, today, days),
                    heard(history),
                    history.months(),
                    history.confirmed(),
                    ViolationRow.all(list),
                    list.isComplete(),
                    keys,
                    changes,
                    accounts,
                    KeyCut.now(cuts));
        }

        private static Chart heard(CafeHistory history) {
            return Chart.upTo(
                    HOURS_A_DAY,
                    history.days().stream()
                            .collect(Collectors.toMap(CafeHistory.HeardDay::day, CafeHistory.HeardDay::hours)),
                    history.from(),
                    history.to());
        }
    }

    /** Whether it must be closed now, by the hours that it may be open. */
    boolean isClosedNow(Instant now) {
        return cafe.hours().stream()
                .noneMatch(one -> one.opens().toInstant().isBefore(now.plus(CLIPPED))
                        && one.closes().toInstant().isAfter(now));
    }

    /** Whether anything was heard in the last month. */
    boolean isLastMonthHeard() {
        return past.months().contains(YearMonth.parse(lastMonth));
    }

    /** The months before the last one in which it was heard, the latest first. */
    List<String> earlierMonths() {
        return past.months().stream()
                .map(YearMonth::toString)
                .filter(month -> !month.equals(lastMonth))
                .toList();
    }

    /** From when on there is a certificate of the month that runs. */
    LocalDate nextCertificate() {
        return YearMonth.parse(lastMonth).plusMonths(2).atDay(1);
    }

    /** The closure that is in force, else the next one; null where there is none. */
    CafeDetail.@Nullable Closing closing() {
        return cafe.activity().closure();
    }

    /** Whether a closure is in force. */
    boolean isClosedDown(Instant now) {
        CafeDetail.Closing closing = closing();
        return closing != null && !closing.from().toInstant().isAfter(now);
    }

    /** The time since which its answers have been late today; null if they are not. */
    @Nullable
    OffsetDateTime beyondQuotaSince() {
        return cafe.activity().beyondQuotaSince();
    }

    /** Its time zone as people compare it with their own clock. */
    String timeZone(Instant now) {
        return cafe.timeZone().getId() + " (UTC" + cafe.timeZone().getRules().getOffset(now) + ")";
    }

    /** When something of it was last changed within a year; null: it was not. @param change as the API names it */
    @Nullable
    OffsetDateTime changedAt(String change) {
        return past.changes().stream()
                .filter(one -> one.change().equals(change))
                .map(CafeChangeLine::at)
                .findFirst()
                .orElse(null);
    }

    /** How many terminals it has; empty if it was never entered. */
    String terminals() {
        return Objects.toString(cafe.terminals(), "");
    }

    /** The kinds of work that may be done in a café at night, as the API names them. */
    static List<String> works() {
        return List.of("cleaning", "equipment", "network", "power", "renovation");
    }

    /**
     * When it may be open. The API tells the next two days alone: an interval that goes beyond them, or has begun, says so
     * instead of ending or beginning where the telling does.
     */
    static String interval(CafeDetail.Opening opening, Words words, PageTimes times) {
        Instant now = times.now();
        boolean begun = opening.opens().toInstant().isBefore(now.plus(CLIPPED));
        boolean beyond = !opening.closes().toInstant().isBefore(now.plus(AHEAD).minus(CLIPPED));
        return begun && beyond
                ? words.say("cafe.hours-always")
                : begun
                        ? words.say("cafe.hours-now", times.until(opening.closes()))
                        : beyond
                                ? words.say("cafe.hours-beyond", times.moment(opening.opens()))
                                : times.spanUntil(opening.opens(), opening.closes());
    }
}
