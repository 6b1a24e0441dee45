package lingdian.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** A server's message is read correctly whatever the order and JSON spelling of its members. */
class AnswerScanProperties {
    @Property(tries = 300)
    void anAnswerIsScannedInAnyOrderOfItsMembers(
            @ForAll @LongRange(min = 0, max = (1L << 53) - 1) long seq,
            @ForAll boolean allow,
            @ForAll @Chars({'"', '\\', '{', '}', ':', ',', '\n', '网', 'a'}) String session,
            @ForAll long order) {
        List<String> members = new ArrayList<>(List.of(
                "\"type\":\"verdict\"",
                "\"seq\": " + seq,
                "\"allow\":" + allow,
                new JsonObject().put("session", session).encode().replaceAll("^\\{|}$", ""),
                "\"reasons\":[\"a\",{\"seq\":7}]",
                "\"closesAt\" : null"));
        Collections.shuffle(members, new Random(order));
        byte[] text = ("{" + String.join(" , ", members) + " }").getBytes(UTF_8);
        var scan = new AnswerScan();

        assertThat(scan.scan(text)).isEqualTo(AnswerScan.Kind.VERDICT);
        assertThat(scan.seq()).isEqualTo(seq);
        assertThat(scan.allow()).isEqualTo(allow);
    }

    @Property(tries = 1_000)
    void whatIsCutShortIsMalformed(@ForAll @IntRange(min = 0, max = 86) int length) {
        byte[] text =
                "{\"type\":\"ack\",\"seq\":57,\"chain\":\"0123456789abcdef0123456789abcdef\",\"more\":{\"a\":[1]}}"
                        .getBytes(UTF_8);
        int cut = Math.min(length, text.length - 1);

        assertThat(new AnswerScan().scan(Arrays.copyOf(text, cut))).isEqualTo(AnswerScan.Kind.MALFORMED);
        assertThat(new AnswerScan().scan(text)).isEqualTo(AnswerScan.Kind.ACK);
    }

    @Property(tries = 1_000)
    void anyBytesAreScannedWithoutHarm(@ForAll byte[] bytes) {
        assertThat(new AnswerScan().scan(bytes)).isNotNull();
    }
}
