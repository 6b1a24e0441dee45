package lingdian.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.domain.document.Document;
import lingdian.domain.document.NetworkIdentity;
import lingdian.domain.document.ReadMethod;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of messages and of each type of event, as tables. */
class AgentCodecTest {
    private static final String AT = "\"at\":\"2026-07-01T08:00:00+08:00\"";
    private static final Instant INSTANT = Instant.parse("2026-07-01T00:00:00Z");
    private static final String STREAM = "0b7e5a3c-1111-4222-8333-444455556666";
    private static final String DOCUMENT =
            "{'type':'990','number':'secret-number','name':'secret-name','read':'chip','birthDate':'1990-01-01'}";
    private static final String NETWORK_IDENTITY = "{'type':'net-id','netId':'secret-id','adult':true,'read':'net-id'}";
    private static final String LOGIN =
            "{'seq':7,'type':'login','at':'2026-07-01T08:00:00+08:00','session':'s-1','terminal':'A01','document':"
                    + DOCUMENT + "}";

    @Test
    void everyTypeOfEvent() {
        assertThat(only("{\"seq\":1,\"type\":\"opened\"," + AT + "}")).isEqualTo(new AgentEvent.Opened(1, INSTANT));
        assertThat(only("{\"seq\":2,\"type\":\"closed\"," + AT + "}")).isEqualTo(new AgentEvent.Closed(2, INSTANT));
        assertThat(only("{\"seq\":3,\"type\":\"patrol\"," + AT + ",\"officer\":\"O\"}"))
                .isEqualTo(new AgentEvent.Patrol(3, INSTANT, "O"));
        assertThat(only("{\"seq\":4,\"type\":\"logout\"," + AT + ",\"session\":\"s\",\"reason\":\"idle\"}"))
                .isEqualTo(new AgentEvent.Logout(4, INSTANT, "s", LogoutReason.IDLE));
        assertThat(only("{\"seq\":5,\"type\":\"heartbeat\"," + AT + ",\"inUse\":[\"B\",\"A\",\"B\"]}"))
                .isEqualTo(new AgentEvent.Heartbeat(5, INSTANT, List.of("A", "B")));
        assertThat(only("{\"seq\":5,\"type\":\"heartbeat\"," + AT
                        + ",\"inUse\":[],\"powered\":[\"B\",\"A\",\"B\"],\"witnessed\":[]}"))
                .isEqualTo(new AgentEvent.Heartbeat(5, INSTANT, List.of(), List.of("A", "B"), List.of()));
        assertThat(only("{\"seq\":5,\"type\":\"heartbeat\"," + AT
                        + ",\"inUse\":[],\"powered\":null,\"witnessed\":null}"))
                .isEqualTo(new AgentEvent.Heartbeat(5, INSTANT, List.of()));
    }

    @Test
    void aLogin() {
        var login = (AgentEvent.Login) only(json(LOGIN));

        assertThat(((Document) login.document()).number()).isEqualTo("secret-number");
        assertThat(login.document().read()).isEqualTo(ReadMethod.CHIP);
        assertThat(login.document().validUntil()).isNull();
        assertThat(login.admitted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1e0", "10e-1", "0.1E+1", "1000000000000000000000000e-24"})
    void anIntegerIsOneHoweverItIsSpelled(String one) {
        assertThat(only("{\"seq\":" + one + ",\"type\":\"opened\"," + AT + "}"))
                .isEqualTo(new AgentEvent.Opened(1, INSTANT));
    }

    @Test
    void aBatchNeedNotSayWhenItWasSent() {
        for (String sent : List.of("", "\"sent\":null,")) {
            var batch = (Decoded.Events) AgentCodec.decode(
                    "{\"type\":\"batch\"," + sent + "\"events\":[{\"seq\":1,\"type\":\"opened\"," + AT + "}]}");

            assertThat(batch.events()).hasSize(1);
            assertThat(batch.sent()).isNull();
        }
    }

    /** Characters are code points: the first of each line fits, the second does not. */
    @ParameterizedTest
    @CsvSource({"name, 200", "number, 256"})
    void aFieldOfACardHasALimit(String field, int limit) {
        String good = "\"" + field + "\":\"secret-" + field + "\"";
        String fits = "\"" + field + "\":\"" + "\ud842\udfb7".repeat(limit) + "\"";
        String tooLong = "\"" + field + "\":\"" + "x".repeat(limit + 1) + "\"";

        assertThat(only(json(LOGIN).replace(good, fits))).isInstanceOf(AgentEvent.Login.class);
        assertThat(only(json(LOGIN).replace(good, tooLong)))
                .isEqualTo(
                        new AgentEvent.Invalid(7, "/document/" + field, "expected at most " + limit + " characters"));
    }

    @Test
    void aNetworkIdentityTakesADocumentsPlace() {
        var login = (AgentEvent.Login) only(json(LOGIN).replace(json(DOCUMENT), json(NETWORK_IDENTITY)));

        assertThat(login.document()).isEqualTo(new NetworkIdentity("secret-id", true, null, null));
        assertThat(login.document().toString()).doesNotContain("secret");
    }

    /**
     * What a good network identity is replaced by, and the path that the reject names; none where it is taken, and
     * judged.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'type':'net-id','netId':'secret','adult':false,'read':'net-id'              |",
                "'type':'net-id','adult':true,'read':'net-id'                                |",
                "'type':'net-id','netId':null,'adult':true,'read':'net-id','birthDate':'x'   |",
                "'type':'net-id','netId':'é','adult':true,'read':'net-id','number':'1'       |",
                "'type':'net-id','netId':7,'adult':true,'read':'net-id'                      | /document/netId",
                "'type':'net-id','netId':'secret','read':'net-id'                            | /document/adult",
                "'type':'net-id','netId':'secret','adult':null,'read':'net-id'               | /document/adult",
                "'type':'net-id','netId':'secret','adult':'true','read':'net-id'             | /document/adult",
                "'type':'net-id','netId':'secret','adult':true,'read':'chip'                 | /document/read",
                "'type':'net-id','netId':'secret','adult':true                               | /document/read",
                "'type':'111','number':'1','name':'n','adult':true,'read':'net-id'           | /document/read",
                "'type':'net-id','netId':'secret','adult':true,'read':'net-id','number':1    | /document/number",
                "'type':'net-id','netId':'secret','adult':true,'read':'net-id','name':[]     | /document/name",
            })
    void whatANetworkIdentityMayBe(String fields, @Nullable String path) {
        AgentEvent event = only(json(LOGIN).replace(json(DOCUMENT), "{" + json(fields) + "}"));

        if (path == null) {
            assertThat(((AgentEvent.Login) event).document()).isInstanceOf(NetworkIdentity.class);
        } else {
            assertThat(((AgentEvent.Invalid) event).path()).isEqualTo(path);
            assertThat(((AgentEvent.Invalid) event).message())
                    .startsWith("expected")
                    .doesNotContain("secret");
        }
    }

    @Test
    void anOfficersNameHasALimit() {
        String patrol = "{\"seq\":3,\"type\":\"patrol\"," + AT + ",\"officer\":\"%s\"}";

        assertThat(only(patrol.formatted("x".repeat(200)))).isInstanceOf(AgentEvent.Patrol.class);
        assertThat(only(patrol.formatted("x".repeat(201)))).isInstanceOf(AgentEvent.Invalid.class);
    }

    @Test
    void unknownFieldsAreIgnoredAndOptionalNullsAreAbsent() {
        var login = (AgentEvent.Login) only(json(LOGIN)
                .replace("\"session\"", "\"x\":{\"y\":[1e400]},\"admitted\":null,\"session\"")
                .replace("\"1990-01-01\"", "null"));

        assertThat(login.admitted()).isFalse();
        assertThat(((Document) login.document()).birthDate()).isNull();
    }

    @Test
    void anUnrealDateOnACardIsJudgedAndNotRejected() {
        var login = (AgentEvent.Login) only(json(LOGIN).replace("1990-01-01", "1990-02-31"));

        assertThat(((Document) login.document()).birthDate()).isEqualTo("1990-02-31");
    }

    /** What is replaced in a good login, by what, and the path that the reject names. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'type':'login'                     | 'type':'secret'              | /type",
                "'type':'login'                     | 'type':7                     | /type",
                "'type':'login'                     | 'typ':'login'                | /type",
                "'type':'login'                     | 'type':'hello2'              | /type",
                "'2026-07-01T08:00:00+08:00'        | '2026-02-30T08:00:00+08:00'  | /at",
                "'2026-07-01T08:00:00+08:00'        | '2026-07-01T08:00:00'        | /at",
                "'2026-07-01T08:00:00+08:00'        | 1782864000                   | /at",
                "'2026-07-01T08:00:00+08:00'        | null                         | /at",
                "'session':'s-1'                    | 'session':'s 1'              | /session",
                "'session':'s-1'                    | 'session':''                 | /session",
                "'session':'s-1'                    | 'session':'é'                | /session",
                "'session':'s-1'                    | 'session':'s\\n'             | /session",
                "'session':'s-1'                    | 'session':null               | /session",
                "'session':'s-1'                    | 'session':1                  | /session",
                "'terminal':'A01'                   | 'terminal':'A/1'             | /terminal",
                "'terminal':'A01'                   | 'terminal':['A01']           | /terminal",
                "'terminal':'A01'                   | 'terminals':'A01'            | /terminal",
                "'document':{                       | 'document':'secret','d':{    | /document",
                "'document':{                       | 'doc':{                      | /document",
                "'type':'990'                       | 'type':990                   | /document/type",
                "'number':'secret-number'           | 'number':42                  | /document/number",
                "'number':'secret-number'           | 'number':null                | /document/number",
                "'number':'secret-number'           | 'nr':'secret-number'         | /document/number",
                "'name':'secret-name'               | 'name':['secret-name']       | /document/name",
                "'read':'chip'                      | 'read':'secret'              | /document/read",
                "'read':'chip'                      | 'read':'CHIP'                | /document/read",
                "'read':'chip'                      | 'red':'chip'                 | /document/read",
                "'birthDate':'1990-01-01'           | 'birthDate':19900101         | /document/birthDate",
                "'birthDate':'1990-01-01'           | 'validUntil':false           | /document/validUntil",
                "'session':'s-1'                    | 'session':'s','admitted':'y' | /admitted",
                "'session':'s-1'                    | 'session':'s','admitted':1   | /admitted",
            })
    void eachFaultOfALoginNamesItsPathAndNoValue(String good, String bad, String path) {
        assertThat(json(LOGIN)).contains(json(good));

        var invalid = (AgentEvent.Invalid) only(json(LOGIN)
                .replaceFirst(
                        java.util.regex.Pattern.quote(json(good)),
                        java.util.regex.Matcher.quoteReplacement(json(bad))));

        assertThat(invalid.seq()).isEqualTo(7);
        assertThat(invalid.path()).isEqualTo(path);
        assertThat(invalid.message()).startsWith("expected").doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'type':'logout','session':'s','reason':'bored'        | /reason",
                "'type':'logout','session':'s'                         | /reason",
                "'type':'logout','reason':'idle'                       | /session",
                "'type':'heartbeat'                                    | /inUse",
                "'type':'heartbeat','inUse':null                       | /inUse",
                "'type':'heartbeat','inUse':{'0':'A'}                  | /inUse",
                "'type':'heartbeat','inUse':['A','secret secret']      | /inUse/1",
                "'type':'heartbeat','inUse':['A','B',null]             | /inUse/2",
                "'type':'heartbeat','inUse':[],'powered':'A'           | /powered",
                "'type':'heartbeat','inUse':[],'powered':['A','B C']   | /powered/1",
                "'type':'heartbeat','inUse':[],'witnessed':[7]         | /witnessed/0",
                "'type':'patrol','officer':7                           | /officer",
                "'type':'batch','sent':'2026-07-01T00:00:00Z'          | /type",
                "'type':'hello'                                        | /type",
            })
    void eachFaultOfOtherTypesNamesItsPath(String fields, String path) {
        var invalid = (AgentEvent.Invalid) only("[{\"seq\":9," + AT + "," + json(fields) + "}]");

        assertThat(invalid.path()).isEqualTo(path);
        assertThat(invalid.message()).startsWith("expected").doesNotContain("secret");
    }

    @Test
    void idsUpToTheirLengths() {
        assertThat(WireText.isSession("s".repeat(64))).isTrue();
        assertThat(WireText.isSession("s".repeat(65))).isFalse();
        assertThat(WireText.isTerminal("_.-".repeat(10) + "Z9")).isTrue();
        assertThat(WireText.isTerminal("s".repeat(33))).isFalse();
        assertThat(WireText.isTerminal("")).isFalse();
    }

    @Test
    void aHeartbeatOfTenThousandDifferentTerminalsHoweverOftenTheyRepeat() {
        String most = IntStream.range(0, 20_000)
                .mapToObj(i -> "\"t" + i % 10_000 + "\"")
                .collect(Collectors.joining(","));

        assertThat(((AgentEvent.Heartbeat) only(heartbeat(most))).inUse())
                .hasSize(10_000)
                .isSorted();
        assertThat(((AgentEvent.Invalid) only(heartbeat(most + ",\"one-more\""))).path())
                .isEqualTo("/inUse");
        assertThat(((AgentEvent.Invalid) only(heartbeat("").replace("}", ",\"powered\":[" + most + ",\"more\"]}")))
                        .path())
                .isEqualTo("/powered");
    }

    @Test
    void arraysAndBatches() {
        String event = "{\"seq\":1,\"type\":\"opened\"," + AT + "}";
        String batch = "{\"events\":[" + event + "],\"type\":\"batch\",\"sent\":\"2026-07-01T00:00:00.25Z\"}";

        assertThat(events(" [" + event + " , " + event + "]\n")).hasSize(2);
        assertThat(events("[]")).isEmpty();
        assertThat(((Decoded.Events) AgentCodec.decode(batch)).sent()).isEqualTo(INSTANT.plusMillis(250));
        assertThat(((Decoded.Events) AgentCodec.decode(event)).sent()).isNull();
        assertThat(events("[" + (event + ",").repeat(999) + event + "]")).hasSize(1_000);
        assertThat(AgentCodec.decode("[" + (event + ",").repeat(1_000) + event + "]"))
                .isEqualTo(new Decoded.Refused("expected at most 1000 events"));
    }

    @Test
    void anEventKeepsItsOwnText() {
        String first = "{ \"seq\": 1, \"type\":\"opened\", \"x\":\"{]\\\"é𠀀\", " + AT + " }";
        String second = "{\"type\":\"nonsense\",\"seq\":2}";

        assertThat(events("[" + first + ",\n" + second + "]"))
                .extracting(ReceivedEvent::text)
                .containsExactly(first, second);
        assertThat(events("  " + first + "  ")).extracting(ReceivedEvent::text).containsExactly(first);
    }

    @Test
    void hellos() {
        String full = json("{'type':'hello','stream':'" + STREAM.toUpperCase() + "','lastSeq':41,'agent':'a/1','at':"
                + "'2026-07-01T08:00:00+08:00','terminals':120}");
        String least = json("{'type':'hello','stream':'" + STREAM + "','lastSeq':0,'at':'2026-07-01T08:00:00+08:00'}");

        assertThat(AgentCodec.decode(full))
                .isEqualTo(new Decoded.HelloMessage(new Hello(UUID.fromString(STREAM), 41, "a/1", INSTANT, 120)));
        assertThat(AgentCodec.decode(least))
                .isEqualTo(new Decoded.HelloMessage(new Hello(UUID.fromString(STREAM), 0, null, INSTANT, null)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'stream':'1-1-1-1-1'                            | /stream",
                "'stream':'0b7e5a3c-1111-4222-8333-44445555666'  | /stream",
                "'stream':'0b7e5a3c-1111-4222-8333-44445555666g' | /stream",
                "'stream':'0b7e5a3c11114222-8333-44445555-66666' | /stream",
                "'stream':null                                   | /stream",
                "'lastSeq':-1                                    | /lastSeq",
                "'lastSeq':1.5                                   | /lastSeq",
                "'lastSeq':'41'                                  | /lastSeq",
                "'lastSeq':9007199254740992                      | /lastSeq",
                "'at':'yesterday'                                | /at",
                "'at':null                                       | /at",
                "'agent':7                                       | /agent",
                "'terminals':-1                                  | /terminals",
                "'terminals':'many'                              | /terminals",
            })
    void aHelloThatIsNotOfItsFormIsRefused(String fault, String path) {
        String good = "{'type':'hello','stream':'" + STREAM + "','lastSeq':0,'at':'2026-07-01T08:00:00+08:00',";

        assertThat(((Decoded.Refused) AgentCodec.decode(json(good + fault + "}"))).reason())
                .startsWith(path + ": ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[{\"seq\":1}",
                "nonsense",
                "NaN",
                "7",
                "\"x\"",
                "null",
                "true",
                "[1]",
                "[null]",
                "[[]]",
                "{}",
                "[{}]",
                "{\"seq\":1}x",
                "{\"seq\":1}{\"seq\":2}",
                "{\"seq\":1},",
                "{\"seq\":1,}",
                "[{\"seq\":1},]",
                "{\"seq\":NaN}",
                "{\"seq\":01}",
                "{\"seq\":+1}",
                "{\"seq\":1}//c",
                "/*c*/{\"seq\":1}",
                "#c\n{\"seq\":1}",
                "{'seq':1}",
                "{seq:1}",
                "{\"seq\":\"1\"}",
                "{\"seq\":0}",
                "{\"seq\":-1}",
                "{\"seq\":1.5}",
                "{\"seq\":1e99999999999}",
                "{\"seq\":1e-1}",
                "{\"seq\":1.5}",
                "{\"seq\":null}",
                "{\"seq\":9007199254740992}",
                "{\"seq\":99999999999999999999999999}",
                "{\"seq\":[1]}",
                "{\"Seq\":1}",
                "{\"seq\":1,\"x\":\"\t\"}",
                "{\"seq\":1,\"x\":\"\\x\"}",
                "{\"seq\":1,\"x\":\"\\ud80\"}",
                "\uFEFF{\"seq\":1}",
                "{\"type\":\"batch\"}",
                "{\"type\":\"batch\",\"sent\":\"x\",\"events\":[]}",
                "{\"type\":\"batch\",\"sent\":\"2026-07-01T00:00:00Z\"}",
                "{\"type\":\"batch\",\"sent\":\"2026-07-01T00:00:00Z\",\"events\":{}}",
                "{\"type\":\"batch\",\"sent\":\"2026-07-01T00:00:00Z\",\"events\":[{\"seq\":1},{\"type\":\"opened\"}]}",
                "{\"seq\":1,\"type\":\"hello\"}",
            })
    void whatLeavesTheNumberingInDoubtIsRefused(String text) {
        assertThat(AgentCodec.decode(text)).isInstanceOf(Decoded.Refused.class);
    }

    @Test
    void aRefusalSaysWhereAndFitsIntoACloseFrame() {
        String events = "{\"seq\":1}," + "{\"seq\":\"secret\"}";

        assertThat(AgentCodec.decode("[" + events + "]"))
                .isEqualTo(new Decoded.Refused("/1/seq: expected an integer of 1 to 9007199254740991"));
        assertThat(AgentCodec.decode(
                        "{\"type\":\"batch\",\"sent\":\"2026-07-01T00:00:00Z\",\"events\":[" + events + "]}"))
                .isEqualTo(new Decoded.Refused("/events/1/seq: expected an integer of 1 to 9007199254740991"));
        assertThat(AgentCodec.decode("{\"seq\":1,secret}")).isEqualTo(new Decoded.Refused("not JSON at character 10"));
    }

    @Test
    void theLastOfARepeatedNameCounts() {
        assertThat(only("{\"seq\":1,\"type\":\"opened\",\"seq\":2,\"type\":\"closed\"," + AT + "}"))
                .isEqualTo(new AgentEvent.Closed(2, INSTANT));
    }

    @Test
    void theLargestSeq() {
        assertThat(only("{\"seq\":9007199254740991,\"type\":\"opened\"," + AT + "}")
                        .seq())
                .isEqualTo((1L << 53) - 1);
    }

    @Test
    void deepNestingAndHugeNumbersAreRefusedCheaply() {
        assertThat(AgentCodec.decode("[".repeat(1 << 20))).isInstanceOf(Decoded.Refused.class);
        assertThat(AgentCodec.decode("{\"seq\":1,\"x\":" + "[".repeat(100) + "]".repeat(100) + "}"))
                .isInstanceOf(Decoded.Refused.class);
        assertThat(AgentCodec.decode("{\"seq\":1,\"x\":" + "[".repeat(60) + "]".repeat(60) + "}"))
                .isInstanceOf(Decoded.Events.class);
        assertThat(AgentCodec.decode("{\"seq\":" + "9".repeat(1 << 20) + "}")).isInstanceOf(Decoded.Refused.class);
        assertThat(AgentCodec.decode("{\"seq\":1,\"x\":1e999999999}")).isInstanceOf(Decoded.Events.class);
        assertThat(AgentCodec.decode("{\"seq\":1,\"x\":\"" + "y".repeat(1_000_000) + "\"}"))
                .isInstanceOf(Decoded.Events.class);
        assertThat(AgentCodec.decode("{\"seq\":1,\"" + "y".repeat(1_000_000) + "\":1}"))
                .isInstanceOf(Decoded.Events.class);
    }

    @Test
    void linesAreSingleEvents() {
        assertThat(AgentCodec.decodeLine(json(LOGIN) + "\r")).isInstanceOf(Decoded.OneEvent.class);
        assertThat(AgentCodec.decodeLine("[" + json(LOGIN) + "]")).isInstanceOf(Decoded.Refused.class);
        assertThat(AgentCodec.decodeLine("")).isInstanceOf(Decoded.Refused.class);
    }

    @Test
    void nothingPrintsWhatWasSent() {
        var events = (Decoded.Events) AgentCodec.decode(json(LOGIN));

        assertThat(events.toString()).doesNotContain("secret");
        assertThat(events.events().get(0).event().toString()).doesNotContain("secret");
    }

    private static String heartbeat(String inUse) {
        return "{\"seq\":1,\"type\":\"heartbeat\"," + AT + ",\"inUse\":[" + inUse + "]}";
    }

    private static AgentEvent only(String text) {
        assertThat(events(text)).hasSize(1);
        return events(text).get(0).event();
    }

    private static List<ReceivedEvent> events(String text) {
        assertThat(AgentCodec.decode(text)).isInstanceOf(Decoded.Events.class);
        return ((Decoded.Events) AgentCodec.decode(text)).events();
    }

    /** So that the tables read well. */
    private static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }
}
