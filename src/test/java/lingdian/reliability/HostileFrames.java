package lingdian.reliability;

import static lingdian.reliability.HostileFrame.REJECTED;
import static lingdian.reliability.HostileFrame.TAKEN;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Makes hostile messages from a seed, each with its permitted results.
 *
 * <p>Every value contains {@link #MARK}, so that a value that is returned or logged can be found.
 */
final class HostileFrames {
    /** Part of every text. */
    static final String MARK = "ZQX7KV";
    /** Part of every number. */
    static final String NUMBER_MARK = "77305197731";

    private static final int MEBIBYTE = 1024 * 1024;
    private static final String HOLE = "@@";

    private static final List<String> TYPES = List.of("login", "logout", "heartbeat", "patrol", "opened", "closed");

    /** Valid contents of JSON strings, in JSON syntax, that other programs often cannot handle. */
    private static final List<String> ODD_STRINGS = List.of(
            "\\u0000",
            "\\u0000" + MARK + "\\u0000",
            MARK + "\\u0000",
            "\\ud800" + MARK,
            MARK + "\\udc00",
            "\\udc00\\ud800" + MARK,
            "\\ud83d" + MARK + "\\ude00",
            "\\uffff\\ufffe" + MARK,
            "\\u202e" + MARK + "\\u0007\\u001b[2J",
            MARK + "\\r\\n\\r\\nHTTP/1.1 200 OK",
            "'; DROP TABLE journal; --" + MARK,
            "${jndi:ldap://" + MARK + "}",
            "{}%s%n" + MARK,
            "<script>" + MARK + "</script>",
            "{" + MARK + "}",
            "\uD83D\uDE00" + MARK,
            MARK + "x".repeat(300));

    /** JSON values that are not strings. */
    private static final List<String> NO_STRINGS = List.of(
            NUMBER_MARK,
            "-" + NUMBER_MARK + ".5e-300",
            "1e" + NUMBER_MARK,
            NUMBER_MARK.repeat(40),
            "true",
            "[]",
            "[\"" + MARK + "\"]",
            "[[[[\"" + MARK + "\"]]]]",
            "{}",
            "{\"" + MARK + "\":\"" + MARK + "\"}",
            "null");

    private static final List<String> NO_NUMBERS_OF_EVENTS = List.of(
            "0",
            "-1",
            "1.5",
            "1e-1",
            "9007199254740992",
            "9223372036854775808",
            "18446744073709551617",
            "1" + NUMBER_MARK + NUMBER_MARK,
            "1e" + NUMBER_MARK,
            "0." + NUMBER_MARK,
            NUMBER_MARK.repeat(80),
            "\"" + MARK + "\"",
            "\"1\"",
            "null",
            "true",
            "[1]",
            "{\"" + MARK + "\":1}");

    private static final List<byte[]> BAD_UTF8 = List.of(
            bytes(0xC0, 0x80),
            bytes(0xED, 0xA0, 0x80),
            bytes(0xED, 0xB0, 0x80, 0x41),
            bytes(0xE4, 0xBD),
            bytes(0xF0, 0x9F, 0x98),
            bytes(0xF4, 0x90, 0x80, 0x80),
            bytes(0xF8, 0x88, 0x80, 0x80, 0x80),
            bytes(0xFF),
            bytes(0x80),
            bytes(0xC1, 0xBF));

    private final Random random;
    private final String sender;

    /** @param sender a prefix that makes sessions and persons differ from other senders' */
    HostileFrames(Random random, String sender) {
        this.random = random;
        this.sender = sender;
    }

    /** The next message, for a stream whose next number is {@code seq}. */
    HostileFrame next(long seq) {
        int dice = random.nextInt(1_000);
        if (dice < 10) {
            return mebibyte(seq);
        }
        return switch (dice % 18) {
            case 0 -> randomText();
            case 1 -> HostileFrame.binary(randomBytes());
            case 2 -> nesting(seq);
            case 3 -> hugeNumber(seq);
            case 4, 5, 6 -> wrongType(seq);
            case 7, 8, 9 -> oddString(seq);
            case 10 -> badUtf8(seq);
            case 11 -> truncated(seq);
            case 12 -> repeatedNames(seq);
            case 13 -> arrays(seq);
            case 14 -> wrongNumber(seq);
            case 15 -> outOfOrder(seq);
            case 16 -> helloOrBatch(seq);
            default -> edgeOfTime(seq);
        };
    }

    private HostileFrame randomText() {
        byte[] bytes = randomBytes();
        return random.nextBoolean()
                ? HostileFrame.refused("random bytes", bytes, Set.of("1007", "4400"))
                : HostileFrame.refused("random words", MARK + new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[random.nextInt(1 << random.nextInt(14)) + MARK.length()];
        random.nextBytes(bytes);
        System.arraycopy(
                HostileFrame.utf8(MARK), 0, bytes, random.nextInt(bytes.length - MARK.length() + 1), MARK.length());
        return bytes;
    }

    private HostileFrame nesting(long seq) {
        int depth = 65 + random.nextInt(1 << random.nextInt(17));
        String open = random.nextBoolean() ? "[" : "{\"" + MARK + "\":";
        String close = open.equals("[") ? "]" : "}";
        return switch (random.nextInt(3)) {
            case 0 -> HostileFrame.refused("nesting, open", open.repeat(Math.min(depth, 60_000)));
            case 1 ->
                HostileFrame.refused(
                        "nesting in a field",
                        with(
                                heartbeat(seq),
                                open.repeat(depth % 60_000 + 65) + "1" + close.repeat(depth % 60_000 + 65)));
            default ->
                HostileFrame.consumed(
                        "a little nesting", with(heartbeat(seq), open.repeat(50) + "1" + close.repeat(50)), TAKEN);
        };
    }

    private HostileFrame hugeNumber(long seq) {
        return switch (random.nextInt(3)) {
            case 0 -> HostileFrame.refused("number of 1,001 digits", with(heartbeat(seq), "7".repeat(1_001)));
            case 1 -> HostileFrame.consumed("huge exponent", with(heartbeat(seq), "-1e" + NUMBER_MARK), TAKEN);
            default ->
                HostileFrame.consumed(
                        "number for a time", filled(event("opened", seq), "/at", NUMBER_MARK + NUMBER_MARK), REJECTED);
        };
    }

    private HostileFrame wrongType(long seq) {
        String type = one(TYPES);
        String path = one(HostileFields.of(type));
        String value = one(NO_STRINGS);
        return HostileFrame.consumed(
                "wrong type in " + path,
                filled(event(type, seq), path, value),
                HostileFields.outcome(type, path, value));
    }

    private HostileFrame oddString(long seq) {
        String type = one(TYPES);
        String path = one(HostileFields.of(type));
        String value = "\"" + one(ODD_STRINGS) + "\"";
        return HostileFrame.consumed(
                "odd string in " + path,
                filled(event(type, seq), path, value),
                HostileFields.outcome(type, path, value));
    }

    private HostileFrame mebibyte(long seq) {
        String type = random.nextBoolean() ? "login" : "patrol";
        String path = one(HostileFields.of(type));
        if (random.nextBoolean()) {
            return HostileFrame.tooLarge(
                    HostileFrame.utf8(filled(event(type, seq), path, "\"" + filler(MEBIBYTE) + "\"")));
        }
        String text = filled(event(type, seq), path, "\"" + filler(MEBIBYTE - 2_000) + "\"");
        return HostileFrame.consumed(
                "1 MiB in " + path, text, HostileFields.outcome(type, path, "\"" + filler(1_000) + "\""));
    }

    private static String filler(int length) {
        return MARK.repeat(length / MARK.length() + 1).substring(0, length);
    }

    private HostileFrame badUtf8(long seq) {
        byte[] good =
                HostileFrame.utf8(event("patrol", seq).put("officer", MARK).encode());
        byte[] bad = one(BAD_UTF8);
        int at = new String(good, StandardCharsets.US_ASCII).indexOf(MARK) + random.nextInt(MARK.length());
        var bytes = new ByteArrayOutputStream();
        bytes.write(good, 0, at);
        bytes.writeBytes(bad);
        bytes.write(good, at, good.length - at);
        return HostileFrame.refused("bad UTF-8", bytes.toByteArray(), Set.of("1007"));
    }

    private HostileFrame truncated(long seq) {
        String whole = filled(event(one(TYPES), seq), "/zz", "\"" + MARK + "\"");
        return switch (random.nextInt(4)) {
            case 0 -> HostileFrame.refused("more after the JSON", whole + (random.nextBoolean() ? "}" : " " + MARK));
            case 1 -> HostileFrame.refused("control character in a string", whole.replace(MARK, MARK + "\u0000"));
            case 2 -> HostileFrame.refused("byte order mark", "\uFEFF" + whole);
            default -> HostileFrame.refused("truncated", whole.substring(0, random.nextInt(whole.length() - 1) + 1));
        };
    }

    /** An event with repeated names, of which the last one counts. */
    private HostileFrame repeatedNames(long seq) {
        String whole = heartbeat(seq).encode();
        String inside = whole.substring(1);
        return switch (random.nextInt(3)) {
            case 0 ->
                HostileFrame.consumed(
                        "repeated names", "{\"seq\":\"" + MARK + "\",\"type\":\"" + MARK + "\"," + inside, TAKEN);
            case 1 ->
                HostileFrame.consumed(
                        "repeated names",
                        whole.substring(0, whole.length() - 1) + ",\"at\":\"" + MARK + "\"}",
                        REJECTED);
            default ->
                HostileFrame.refused(
                        "repeated names", whole.substring(0, whole.length() - 1) + ",\"seq\":\"" + MARK + "\"}");
        };
    }

    private HostileFrame arrays(long seq) {
        String event = heartbeat(seq).put("zz", MARK).encode();
        return switch (random.nextInt(4)) {
            case 0 -> HostileFrame.refused("array of arrays", "[[" + event + "]]");
            case 1 -> HostileFrame.refused("array of others", "[" + event + ",\"" + MARK + "\"]");
            case 2 -> HostileFrame.refused("array of 1,001", "[" + (event + ",").repeat(1_000) + event + "]");
            default -> HostileFrame.refused("bare value", random.nextBoolean() ? "\"" + MARK + "\"" : NUMBER_MARK);
        };
    }

    private HostileFrame wrongNumber(long seq) {
        return HostileFrame.refused(
                "no number of an event", filled(event(one(TYPES), seq), "/seq", one(NO_NUMBERS_OF_EVENTS)));
    }

    private HostileFrame outOfOrder(long seq) {
        if (seq > 1 && random.nextBoolean()) {
            long back = 1 + random.nextLong(seq - 1);
            return HostileFrame.repeated(filled(event(one(TYPES), back), "/zz", "\"" + MARK + random.nextInt() + "\""));
        }
        long ahead = random.nextBoolean() ? 9_007_199_254_740_991L : seq + 1 + random.nextInt(1_000);
        return HostileFrame.gap(event("opened", ahead).put("zz", MARK).encode());
    }

    private HostileFrame helloOrBatch(long seq) {
        String event = heartbeat(seq).put("zz", MARK).encode();
        return switch (random.nextInt(5)) {
            case 0 -> HostileFrame.refused("second hello", hello());
            case 1 ->
                HostileFrame.refused(
                        "batch with a bad time",
                        "{\"type\":\"batch\",\"sent\":\"" + MARK + "\",\"events\":[" + event + "]}");
            case 2 ->
                HostileFrame.refused(
                        "batch of no array",
                        "{\"type\":\"batch\",\"sent\":\"2026-01-01T00:00:00Z\",\"events\":\"" + MARK + "\"}");
            case 3 ->
                HostileFrame.refused(
                        "batch in a batch",
                        "[{\"type\":\"batch\",\"sent\":\"2026-01-01T00:00:00Z\",\"events\":[" + event + "]}]");
            default -> sentLongAgo(seq);
        };
    }

    private String hello() {
        return new JsonObject()
                .put("type", "hello")
                .put("stream", random.nextBoolean() ? MARK : new UUID(random.nextLong(), random.nextLong()).toString())
                .put("lastSeq", random.nextBoolean() ? MARK : 7)
                .put("agent", MARK)
                .put("at", random.nextBoolean() ? MARK : "2026-01-01T00:00:00Z")
                .put("terminals", random.nextBoolean() ? MARK : 7)
                .encode();
    }

    /** A batch of an agent whose clock jumps from one end of the calendar to the other while it sends. */
    HostileFrame sentLongAgo(long seq) {
        String event = filled(event("opened", seq), "/at", "\"0000-01-01T00:00:00+23:59\"");
        return HostileFrame.socketOnly(
                "sent long ago",
                "{\"type\":\"batch\",\"sent\":\"9999-12-31T23:59:59-23:59\",\"events\":[" + event + "]}",
                TAKEN);
    }

    private HostileFrame edgeOfTime(long seq) {
        return random.nextBoolean()
                ? HostileFrame.consumed(
                        "edge of time",
                        filled(event("opened", seq), "/at", "\"" + one(HostileFields.TIMES) + "\""),
                        TAKEN)
                : HostileFrame.consumed(
                        "no time",
                        filled(event("opened", seq), "/at", "\"" + one(HostileFields.NO_TIMES) + MARK + "\""),
                        REJECTED);
    }

    private JsonObject heartbeat(long seq) {
        return event("heartbeat", seq);
    }

    /** An honest event, with the mark in every free text. */
    private JsonObject event(String type, long seq) {
        JsonObject event = Events.event(seq, type);
        String session = sender + "-" + seq + "-" + random.nextInt(1_000_000);
        return switch (type) {
            case "login" ->
                Events.login(seq, session, "T" + random.nextInt(3), "0000" + MARK + session)
                        .put("admitted", random.nextInt(4) == 0);
            case "logout" -> event.put("session", session).put("reason", "idle");
            case "heartbeat" -> event.put("inUse", new JsonArray().add("T0"));
            case "patrol" -> event.put("officer", MARK);
            default -> event;
        };
    }

    private static String with(JsonObject event, String value) {
        return filled(event, "/zz", value);
    }

    /** The event's JSON, with a field's value replaced by the raw text {@code value}. */
    private static String filled(JsonObject event, String path, String value) {
        String[] names = path.substring(1).split("/");
        switch (event.getValue(names[0])) {
            case JsonArray array when names.length == 2 -> array.clear().add(HOLE);
            case JsonObject inner when names.length == 2 -> inner.put(names[1], HOLE);
            case null, default -> event.put(names[0], HOLE);
        }
        return event.encode().replace("\"" + HOLE + "\"", value);
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
