package lingdian.reliability;

import static lingdian.reliability.HostileFrame.REJECTED;
import static lingdian.reliability.HostileFrame.TAKEN;
import static lingdian.reliability.HostileFrame.UNKNOWN_SESSION;

import io.vertx.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of each event, and the values that they accept (handbook, protocol-messages.md#events). */
final class HostileFields {
    /** Valid RFC 3339 times. */
    static final List<String> TIMES = List.of(
            "0000-01-01T00:00:00Z",
            "0000-01-01T00:00:00+23:59",
            "9999-12-31T23:59:59-23:59",
            "9999-12-31T23:59:59.999999999999Z",
            "1582-10-10T00:00:00-00:00",
            "2016-02-29t12:00:00z",
            "2099-06-30T23:59:59+14:00");

    /** Invalid times, with or without a suffix. */
    static final List<String> NO_TIMES =
            List.of("", "2026-02-30T00:00:00Z", "2026-01-01", "99999999999999999999", "-0001-01-01T00:00:00Z", "now");

    private static final Map<String, List<String>> FIELDS = Map.of(
            "login",
            List.of(
                    "/session",
                    "/terminal",
                    "/document",
                    "/document/type",
                    "/document/number",
                    "/document/name",
                    "/document/validUntil",
                    "/document/birthDate",
                    "/document/read",
                    "/admitted",
                    "/at",
                    "/type",
                    "/zz"),
            "logout",
            List.of("/session", "/reason", "/at", "/type", "/zz"),
            "heartbeat",
            List.of("/inUse", "/inUse/0", "/powered", "/witnessed", "/at", "/type", "/zz"),
            "patrol",
            List.of("/officer", "/at", "/type", "/zz"),
            "opened",
            List.of("/at", "/type", "/zz"),
            "closed",
            List.of("/at", "/type", "/zz"));

    /** Fields that accept any text. */
    private static final Set<String> ANY_STRING = Set.of(
            "/document/type",
            "/document/number",
            "/document/name",
            "/document/validUntil",
            "/document/birthDate",
            "/officer");

    private static final Set<String> OPTIONAL =
            Set.of("/document/validUntil", "/document/birthDate", "/officer", "/admitted", "/powered", "/witnessed");

    private static final Set<String> LISTS = Set.of("/inUse", "/powered", "/witnessed");

    private HostileFields() {}

    static List<String> of(String type) {
        return FIELDS.get(type);
    }

    /** The effect of a hostile value in a field; a field that the event does not have has no effect. */
    static String outcome(String type, String path, String value) {
        boolean taken = path.equals("/zz")
                || OPTIONAL.contains(path) && value.equals("null")
                || ANY_STRING.contains(path) && value.startsWith("\"") && fits(path, value)
                || path.equals("/admitted") && value.equals("true")
                || LISTS.contains(path) && value.startsWith("[") && !value.startsWith("[[");
        if (!taken) {
            return REJECTED;
        }
        return type.equals("logout") ? UNKNOWN_SESSION : TAKEN; // there is no earlier login
    }

    /** A name and a number have a limit, in code points of the text that the value spells. */
    private static boolean fits(String path, String value) {
        int max = switch (path) {
            case "/document/number" -> 256;
            case "/document/name", "/officer" -> 200;
            default -> Integer.MAX_VALUE;
        };
        String text = (String) Json.decodeValue(value);
        return text.codePointCount(0, text.length()) <= max;
    }
}
