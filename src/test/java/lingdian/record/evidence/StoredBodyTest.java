package lingdian.record.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read is what was stored, to the character: the chain covers nothing else. */
class StoredBodyTest {
    @Test
    void aHeartbeatOfAHundredTerminalsIsShort() {
        String body = heartbeat(
                IntStream.rangeClosed(1, 100).mapToObj("T%03d"::formatted).toList());

        assertThat(StoredBody.of(body)).hasSizeLessThan(90).startsWith("{\"type\":\"heartbeat\",\"at\":");
        assertThat(StoredBody.read(StoredBody.of(body))).isEqualTo(body);
    }

    @Test
    void numbersOfOtherLengthsAndWordsAreRunsOfTheirOwn() {
        String body = heartbeat(List.of("A01", "A02", "A04", "A9", "VIP"));

        assertThat(StoredBody.of(body)).endsWith("\"inUse\":\"A01~BQ,A9,VIP\"}");
        assertThat(StoredBody.read(StoredBody.of(body))).isEqualTo(body);
    }

    @Property
    void whateverIsListedIsReadAgain(@ForAll("listed") List<String> terminals) {
        String body = heartbeat(terminals);

        assertThat(StoredBody.read(StoredBody.of(body))).isEqualTo(body);
    }

    @Test
    void eachListOfAHeartbeatIsOfRuns() {
        String body = "{\"type\":\"heartbeat\",\"at\":\"2026-07-01T15:50:00Z\",\"inUse\":[],"
                + "\"powered\":[\"A01\",\"A02\",\"A04\"],\"witnessed\":[\"A01\"]}";

        assertThat(StoredBody.of(body)).endsWith("\"inUse\":[],\"powered\":\"A01~BQ\",\"witnessed\":\"A01\"}");
        assertThat(StoredBody.read(StoredBody.of(body))).isEqualTo(body);
    }

    @Property
    void whateverTheListsSayIsReadAgain(
            @ForAll("listed") List<String> inUse,
            @ForAll("listed") List<String> powered,
            @ForAll("listed") List<String> witnessed) {
        String body = heartbeat(inUse)
                .replace("}", ",\"powered\":" + list(powered) + ",\"witnessed\":" + list(witnessed) + "}");

        assertThat(StoredBody.read(StoredBody.of(body))).isEqualTo(body);
    }

    @Property
    void whateverElseIsStoredIsReadAgain(@ForAll String body) {
        assertThat(StoredBody.read(StoredBody.of(body))).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"heartbeat\",\"at\":\"2026-07-01T15:50:00Z\",\"inUse\":[]}",
                "{\"type\":\"heartbeat\",\"at\":\"2026-07-01T15:50:00Z\",\"inUse\":[\"B\",\"A\"]}", // in no order
                "{\"type\":\"heartbeat\",\"at\":\"2026-07-01T15:50:00Z\",\"inUse\":[\"A\",\"A\"]}",
                "{\"type\":\"heartbeat\",\"at\":\"2026-07-01T15:50:00Z\",\"inUse\":[\"A~\",\"B,C\"]}",
                "{\"type\":\"heartbeat\",\"at\":\"2026-07-01T15:50:00Z\",\"inUse\":[\"\",\"A\"]}",
                "{\"type\":\"heartbeat\",\"at\":\"2026-07-01T15:50:00Z\",\"inUse\":[\"A\"],\"powered\":[\"B\",\"A\"]}",
                "{\"type\":\"heartbeat\",\"at\":\"2026-07-01T15:50:00Z\",\"inUse\":[\"A\"],\"lit\":[\"A\"]}",
                "{\"type\":\"logout\",\"session\":\"\\\"inUse\\\":[\\\"A\\\"]\",\"reason\":\"patron\"}",
                "{\"type\":\"invalid\"}"
            })
    void whatIsNoSuchListIsStoredAsItIs(String body) {
        assertThat(StoredBody.of(body)).isEqualTo(body);
        assertThat(StoredBody.read(body)).isEqualTo(body);
    }

    /** So it fits no chain, and is found. */
    @ParameterizedTest
    @ValueSource(strings = {"A01~*", "A01~AR", "A99~_w", "VIP~AQ", ",", "A01~AQ ", "A 1", ""})
    void whatIsNotOfRunsIsReadAsItIs(String runs) {
        String stored = "{\"type\":\"heartbeat\",\"at\":\"2026-07-01T15:50:00Z\",\"inUse\":\"" + runs + "\"}";

        assertThat(StoredBody.read(stored)).isEqualTo(stored);
    }

    @Provide
    Arbitrary<List<String>> listed() {
        Arbitrary<String> numbered = Arbitraries.of("", "A", "A1-", "B_", "T")
                .flatMap(prefix -> Arbitraries.of("%s%d", "%s%02d", "%s%03d", "%s%012d")
                        .flatMap(form ->
                                Arbitraries.integers().between(0, 300).map(number -> form.formatted(prefix, number))));
        Arbitrary<String> named = Arbitraries.strings()
                .withCharRange('a', 'c')
                .withCharRange('0', '2')
                .withChars("_.-Z9")
                .ofMinLength(1)
                .ofMaxLength(32);
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, numbered), net.jqwik.api.Tuple.of(1, named))
                .list()
                .ofMaxSize(200)
                .map(terminals -> List.copyOf(new TreeSet<>(terminals)));
    }

    private static String heartbeat(List<String> terminals) {
        return "{\"type\":\"heartbeat\",\"at\":\"2026-07-01T15:50:00Z\",\"inUse\":" + list(terminals) + "}";
    }

    private static String list(List<String> terminals) {
        return terminals.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "[", "]"));
    }
}
