package lingdian.law.judge;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * {@code DOCUMENTS_TYPED_BY_HAND} (handbook, suspicions.md): more than a tenth of a business day's documents, or thrice
 * the usual share.
 */
class TypedDocumentsTest {
    @Test
    void moreThanATenthOfThirtyLogins() {
        Scenario.check(day(30, 4, 0) + """
                07:59+1  heartbeat  ->
                08:00+1  heartbeat  -> opened DOCUMENTS_TYPED_BY_HAND suspicion since 10:00
                                     ; ended DOCUMENTS_TYPED_BY_HAND
                evidence DOCUMENTS_TYPED_BY_HAND -> 1 3 5 7
                """);
    }

    @Test
    void aTenthIsNotMoreThanATenth() {
        Scenario.check(day(30, 3, 0) + """
                08:00+1  heartbeat  ->
                """);
    }

    @Test
    void ofTwentyNineLoginsNothingIsSaid() {
        Scenario.check(day(29, 29, 0) + """
                08:00+1  heartbeat  ->
                """);
    }

    @Test
    void moreThanThriceTheUsualShareOfSevenDays() {
        String usual = IntStream.range(0, 7).mapToObj(day -> day(40, 1, day)).collect(Collectors.joining());
        Scenario.check(usual + day(40, 3, 7) + day(40, 4, 8).replaceFirst("10:00", "09:59:59") + """
                08:00+9  heartbeat  -> opened DOCUMENTS_TYPED_BY_HAND suspicion since 09:59:59+8
                                     ; ended DOCUMENTS_TYPED_BY_HAND
                """);
    }

    @Test
    void sixDaysMakeNoUsualShare() {
        String usual = IntStream.range(0, 6).mapToObj(day -> day(40, 1, day)).collect(Collectors.joining());
        Scenario.check(usual + day(40, 4, 6) + """
                08:00+7  heartbeat  ->
                """);
    }

    /** So many logins, the first of them typed, each gone before the next comes. */
    private static String day(int logins, int typed, int later) {
        String lines = IntStream.range(0, logins)
                .mapToObj(i -> String.format(
                        "%1$s login %2$s@A01 adult%3$d%4$s -> allow%n%1$s logout %2$s ->%n",
                        String.format("%02d:%02d", 10 + i / 60, i % 60) + (later == 0 ? "" : "+" + later),
                        "d" + later + "." + i,
                        i,
                        i < typed ? " typed" : ""))
                .collect(Collectors.joining());
        return (later == 0 ? "watch DOCUMENTS_TYPED_BY_HAND\n" : "") + lines;
    }
}
