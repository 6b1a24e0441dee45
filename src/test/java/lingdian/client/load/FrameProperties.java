package lingdian.client.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The hand-made frames are those of RFC 6455, and what a server sends is understood however it is cut. */
class FrameProperties {
    private final List<String> heard = new ArrayList<>();

    @Property(tries = 300)
    void aFrameIsUnmaskedToItsPayload(@ForAll @IntRange(min = 0, max = 70_000) int length, @ForAll int mask) {
        assertFrame(length, mask);
    }

    @Example
    void theFormOfTheLengthChangesWhereItMust() {
        for (int length : new int[] {0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536}) {
            assertFrame(length, 0x01_82_43_F4);
        }
    }

    private static void assertFrame(int length, int mask) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);

        byte[] frame = new OutgoingMessage()
                .put(payload)
                .frame(OutgoingMessage.TEXT, mask)
                .getBytes();

        var bytes = ByteBuffer.wrap(frame);
        assertThat(bytes.get()).isEqualTo((byte) 0x81);
        int shortLength = bytes.get() & 0xFF;
        assertThat(shortLength).isGreaterThanOrEqualTo(0x80);
        long told = switch (shortLength & 0x7F) {
            case 126 -> bytes.getShort() & 0xFFFF;
            case 127 -> bytes.getLong();
            default -> shortLength & 0x7F;
        };
        assertThat(told).isEqualTo(length);
        assertThat(frame.length - length).isEqualTo(length < 126 ? 6 : length < 65_536 ? 8 : 14);
        byte[] four = new byte[4];
        bytes.get(four);
        byte[] received = new byte[length];
        bytes.get(received);
        for (int i = 0; i < length; i++) {
            received[i] ^= four[i % 4];
        }
        assertThat(received).isEqualTo(payload);
        assertThat(ByteBuffer.wrap(four).getInt()).isEqualTo(mask);
    }

    @Property(tries = 300)
    void messagesAreHeardHoweverTheyAreCut(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 0, max = 70_000) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 90_000) int piece) {
        heard.clear();
        var reader = new FrameReader(receiver());
        Buffer wire = Buffer.buffer();
        List<String> expected = new ArrayList<>();
        for (int length : lengths) {
            String text = "x".repeat(length);
            expected.add("message " + length);
            serverFrame(wire, 0x81, text.getBytes(UTF_8));
        }

        for (int at = 0; at < wire.length(); at += piece) {
            reader.received(wire.getBuffer(at, Math.min(wire.length(), at + piece)));
        }

        assertThat(heard).isEqualTo(expected);
    }

    @Example
    void fragmentsPingsAndClosingsAreUnderstood() {
        var reader = new FrameReader(receiver());
        Buffer wire = Buffer.buffer();
        serverFrame(wire, 0x01, "one ".getBytes(UTF_8));
        serverFrame(wire, 0x89, "?".getBytes(UTF_8));
        serverFrame(wire, 0x00, "two ".getBytes(UTF_8));
        serverFrame(wire, 0x80, "three".getBytes(UTF_8));
        serverFrame(wire, 0x8A, new byte[0]);
        serverFrame(wire, 0x88, new byte[] {0x11, 0x31, 'n', 'o'});
        serverFrame(wire, 0x81, "nothing more".getBytes(UTF_8));

        reader.received(wire);

        assertThat(heard).containsExactly("ping 1", "message 13", "closed 4401");
    }

    @Example
    void whatBreaksTheProtocolEndsIt() {
        for (byte[] broken : new byte[][] {{(byte) 0x83, 0}, {(byte) 0x81, (byte) 0x81, 0}, tooLong()}) {
            heard.clear();
            new FrameReader(receiver()).received(Buffer.buffer(broken));
            assertThat(heard).containsExactly("closed 1002");
        }
    }

    private static byte[] tooLong() {
        return ByteBuffer.allocate(10)
                .put((byte) 0x81)
                .put((byte) 127)
                .putLong(1 << 30)
                .array();
    }

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
        byte[] within = new byte[text.length + 20];
        System.arraycopy(text, 0, within, 10, text.length);
        var scan = new AnswerScan();

        assertThat(scan.scan(within, 10, 10 + text.length)).isEqualTo(AnswerScan.Kind.VERDICT);
        assertThat(scan.seq()).isEqualTo(seq);
        assertThat(scan.allow()).isEqualTo(allow);
    }

    @Property(tries = 1_000)
    void whatIsCutShortIsMalformed(@ForAll @IntRange(min = 0, max = 86) int length) {
        byte[] text =
                "{\"type\":\"ack\",\"seq\":57,\"chain\":\"0123456789abcdef0123456789abcdef\",\"more\":{\"a\":[1]}}"
                        .getBytes(UTF_8);
        int cut = Math.min(length, text.length - 1);

        assertThat(new AnswerScan().scan(text, 0, cut)).isEqualTo(AnswerScan.Kind.MALFORMED);
        assertThat(new AnswerScan().scan(text, 0, text.length)).isEqualTo(AnswerScan.Kind.ACK);
    }

    @Property(tries = 1_000)
    void anyBytesAreScannedWithoutHarm(@ForAll byte[] bytes) {
        assertThat(new AnswerScan().scan(bytes, 0, bytes.length)).isNotNull();
    }

    private FrameReader.Receiver receiver() {
        return new FrameReader.Receiver() {
            @Override
            public void message(byte[] bytes, int from, int to) {
                assertThat(Arrays.copyOfRange(bytes, from, to)).doesNotContain((byte) 0);
                heard.add("message " + (to - from));
            }

            @Override
            public void ping(byte[] payload) {
                heard.add("ping " + payload.length);
            }

            @Override
            public void closed(int code) {
                heard.add("closed " + code);
            }
        };
    }

    private static void serverFrame(Buffer to, int first, byte[] payload) {
        to.appendByte((byte) first);
        if (payload.length < 126) {
            to.appendByte((byte) payload.length);
        } else if (payload.length < 65_536) {
            to.appendByte((byte) 126).appendShort((short) payload.length);
        } else {
            to.appendByte((byte) 127).appendLong(payload.length);
        }
        to.appendBytes(payload);
    }
}
