package lingdian.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.NetworkIdentity;
import lingdian.domain.document.ReadMethod;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AgentCodecProperties {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9998-12-31T23:59:59Z");

    @Property(tries = 500)
    void decodeOfEncodeIsTheEvent(@ForAll("events") AgentEvent.WellFormed event) {
        String text = AgentEventJson.encode(event);

        var decoded = ((Decoded.Events) AgentCodec.decode(text)).events().get(0);

        assertThat(decoded.event()).isEqualTo(event);
        assertThat(decoded.text()).isEqualTo(text);
        assertThat(((Decoded.OneEvent) AgentCodec.decodeLine(text)).event().canonical())
                .isEqualTo(decoded.canonical());
    }

    @Property(tries = 100)
    void aBatchIsItsEvents(@ForAll("instants") Instant sent, @ForAll("batches") List<AgentEvent.WellFormed> events) {
        var decoded = (Decoded.Events) AgentCodec.decode(AgentEventJson.batch(sent, events));

        assertThat(decoded.sent()).isEqualTo(sent);
        assertThat(decoded.events()).extracting(ReceivedEvent::event).isEqualTo(events);
    }

    @Property(tries = 100)
    void aHelloIsItself(@ForAll("hellos") Hello hello) {
        assertThat(AgentCodec.decode(AgentEventJson.hello(hello))).isEqualTo(new Decoded.HelloMessage(hello));
    }

    @Property(tries = 500)
    void anyTextIsDecodedOrRefused(@ForAll String text) {
        assertThat(AgentCodec.decode(text)).isNotNull();
        assertThat(AgentCodec.decodeLine(text)).isNotNull();
    }

    @Property(tries = 500)
    void anyBytesAreDecodedOrRefused(@ForAll byte[] bytes) {
        assertThat(AgentCodec.decode(new String(bytes, StandardCharsets.ISO_8859_1)))
                .isNotNull();
    }

    /** Damages good messages, which reaches deeper than arbitrary text. */
    @Property(tries = 1_000)
    void anyDamagedMessageIsDecodedOrRefused(
            @ForAll("events") AgentEvent.WellFormed event, @ForAll int at, @ForAll char other) {
        var text = new StringBuilder(AgentEventJson.encode(event));
        text.setCharAt(Math.floorMod(at, text.length()), other);

        assertThat(AgentCodec.decode(text.toString())).isNotNull();
    }

    @Property(tries = 500)
    void canonicalBytesReadBackAreTheSame(@ForAll("json") String text) throws Exception {
        byte[] once = canonical(text);

        assertThat(canonical(new String(once, StandardCharsets.UTF_8))).isEqualTo(once);
    }

    @Property(tries = 500)
    void numbersAreCanonicallyEqualWhereTheirValuesAre(@ForAll("numerals") String one, @ForAll("numerals") String other)
            throws Exception {
        boolean equal = new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;

        assertThat(java.util.Arrays.equals(canonical(one), canonical(other))).isEqualTo(equal);
        assertThat(new BigDecimal(new String(canonical(one), StandardCharsets.UTF_8)))
                .isEqualByComparingTo(one);
    }

    @Property(tries = 500)
    void stringsAreCanonicallyEqualWhereTheyAreEqual(@ForAll String one, @ForAll String other) {
        byte[] first = CanonicalJson.of(new Json.Text(one), 0);

        assertThat(first).isEqualTo(CanonicalJson.of(new Json.Text(new String(one.toCharArray())), 0));
        assertThat(java.util.Arrays.equals(first, CanonicalJson.of(new Json.Text(other), 0)))
                .isEqualTo(one.equals(other));
    }

    @Example
    void spellingsOfOneContent() throws Exception {
        String one = "{\"b\":[1,{}],\"a\":\"\\u0041\\/\\n\",\"c\":100}";
        String other = " { \"c\" : 1e2, \"a\" : \"A/\\u000a\", \"b\":[ 10E-1 , { } ] } ";

        assertThat(canonical(one))
                .isEqualTo(canonical(other))
                .isEqualTo("{\"a\":\"A/\\u000a\",\"b\":[1,{}],\"c\":100}".getBytes(StandardCharsets.UTF_8));
    }

    @Example
    void spellingsOfNumbers() throws Exception {
        for (String zero : List.of("0", "-0", "0.0", "-0e7", "0E-999999999999")) {
            assertThat(text(zero)).isEqualTo("0");
        }
        for (String one : List.of("1", "1.0", "1e0", "10e-1", "0.1E+1", "1000000000000000000000000e-24")) {
            assertThat(text(one)).isEqualTo("1");
        }
        assertThat(text("1e99999999999999999999")).isEqualTo(text("10e99999999999999999998"));
        assertThat(text("-0.50")).isEqualTo("-5e-1");
        assertThat(text("9007199254740993")).isNotEqualTo(text("9007199254740992"));
    }

    @Example
    void loneSurrogatesAndTheirEscapes() throws Exception {
        assertThat(text("\"\\ud800\"")).isEqualTo("\"\\ud800\"").isNotEqualTo(text("\"\\ud801\""));
        assertThat(text("\"\\ud840\\udc00\"")).isEqualTo("\"𠀀\"");
        assertThat(text("\"\\\\ud800\"")).isEqualTo("\"\\\\ud800\"");
        assertThat(text("\"?\"")).isNotEqualTo(text("\"\\udfff\""));
    }

    private static byte[] canonical(String text) throws JsonReading.NotJson {
        return CanonicalJson.of(JsonReading.read(text), text.length());
    }

    private static String text(String json) throws JsonReading.NotJson {
        return new String(canonical(json), StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<AgentEvent.WellFormed> events() {
        Arbitrary<Long> seq = Arbitraries.longs().between(1, (1L << 53) - 1);
        Arbitrary<Instant> at = instants();
        Arbitrary<String> session = id(64);
        Arbitrary<String> terminal = id(32);
        Arbitrary<List<String>> terminals = terminal.set().ofMaxSize(50).map(ids -> List.copyOf(new TreeSet<>(ids)));
        return Arbitraries.oneOf(
                Combinators.combine(seq, at, session, terminal, credentials(), Arbitraries.of(true, false))
                        .as(AgentEvent.Login::new),
                Combinators.combine(seq, at, session, Arbitraries.of(LogoutReason.class))
                        .as(AgentEvent.Logout::new),
                Combinators.combine(seq, at, terminals, terminals.injectNull(0.3), terminals.injectNull(0.3))
                        .as(AgentEvent.Heartbeat::new),
                Combinators.combine(seq, at).as(AgentEvent.Opened::new),
                Combinators.combine(seq, at).as(AgentEvent.Closed::new),
                Combinators.combine(
                                seq,
                                at,
                                Arbitraries.strings()
                                        .ofMaxLength(EventReading.NAME_MAX)
                                        .injectNull(0.3))
                        .as(AgentEvent.Patrol::new));
    }

    @Provide
    Arbitrary<List<AgentEvent.WellFormed>> batches() {
        return events().list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Combinators.combine(
                        Arbitraries.longs().between(FIRST.getEpochSecond(), LAST.getEpochSecond()),
                        Arbitraries.of(0, 1, 250_000, 999_999))
                .as((second, micros) -> Instant.ofEpochSecond(second, micros * 1_000L));
    }

    @Provide
    Arbitrary<Hello> hellos() {
        return Combinators.combine(
                        Arbitraries.create(UUID::randomUUID),
                        Arbitraries.longs().between(0, (1L << 53) - 1),
                        Arbitraries.strings().injectNull(0.3),
                        instants(),
                        Arbitraries.integers().between(0, Integer.MAX_VALUE).injectNull(0.3))
                .as(Hello::new);
    }

    @Provide
    Arbitrary<String> json() {
        return json(3);
    }

    private static Arbitrary<String> json(int levels) {
        Arbitrary<String> leaf = Arbitraries.oneOf(
                numerals(),
                Arbitraries.of("true", "false", "null", "{}", "[]"),
                Arbitraries.strings().map(AgentCodecProperties::quoted));
        if (levels == 0) {
            return leaf;
        }
        Arbitrary<List<String>> items = json(levels - 1).list().ofMaxSize(4);
        return Arbitraries.oneOf(
                leaf, items.map(list -> "[" + String.join(" , ", list) + "]"), items.map(AgentCodecProperties::object));
    }

    private static String quoted(String text) {
        String array = new JsonWriting().strings("", List.of(text)).toString();
        return array.substring("\"\":[".length(), array.length() - 1);
    }

    private static String object(List<String> values) {
        var text = new StringBuilder("{");
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",")
                    .append('"')
                    .append((i * 7) % 4)
                    .append("\":")
                    .append(values.get(i));
        }
        return text.append('}').toString();
    }

    @Provide
    static Arbitrary<String> numerals() {
        return Combinators.combine(
                        Arbitraries.of("", "-"),
                        Arbitraries.of("0", "1", "5", "10", "100", "1000", "12", "123456789012345678901234567890"),
                        Arbitraries.of("", ".0", ".5", ".50", ".00", ".010"),
                        Arbitraries.of("", "e0", "E1", "e+1", "e-1", "e-2", "e2", "e25"))
                .as((sign, whole, fraction, exponent) -> sign + whole + fraction + exponent);
    }

    private static Arbitrary<String> id(int max) {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars('_', '.', '-')
                .ofMinLength(1)
                .ofMaxLength(max);
    }

    private static Arbitrary<Credential> credentials() {
        Arbitrary<String> date = Arbitraries.strings().injectNull(0.3);
        return Arbitraries.oneOf(
                Combinators.combine(
                                Arbitraries.strings(),
                                Arbitraries.strings(),
                                Arbitraries.strings().ofMaxLength(EventReading.NAME_MAX),
                                date,
                                date,
                                Arbitraries.of(ReadMethod.CHIP, ReadMethod.OCR, ReadMethod.MANUAL))
                        .as(Document::new),
                Combinators.combine(Arbitraries.strings().injectNull(0.3), Arbitraries.of(true, false), date, date)
                        .as(NetworkIdentity::new));
    }
}
