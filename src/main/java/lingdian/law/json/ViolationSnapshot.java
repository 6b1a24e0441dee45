package lingdian.law.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import lingdian.law.casework.Case;
import lingdian.law.judge.EventRef;
import lingdian.law.judge.Explanation;
import lingdian.law.judge.Finding;
import lingdian.law.judge.Quantities;
import lingdian.law.judge.Rules;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * A violation as JSON, in the field order of the handbook (feed.md#a-violation), as it is stored and fed.
 *
 * <p>Without its person, whose document lies sealed elsewhere and is added, masked, for each reader; and with the
 * region of each piece of evidence, by which evidence outside a reader's scope is hidden.
 */
public final class ViolationSnapshot {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ViolationSnapshot() {}

    /**
     * @param zone the café's time zone, in whose local time the instants are written
     * @param step the state of casework on it: the judge neither knows nor changes it
     */
    public static String of(Finding finding, Rules rules, ZoneId zone, Case step) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", finding.id().toString())
                .put("code", finding.code().name())
                .put("standing", finding.standing().wire())
                .put("state", state(finding))
                .put("case", step.wire())
                .put("placeCode", finding.placeCode().value())
                .put("region", finding.region().value());
        ArrayNode authorities = json.putArray("authorities");
        rules.authorities(finding).forEach(authority -> authorities.add(authority.wire()));
        ArrayNode law = json.putArray("law");
        rules.law(finding, zone)
                .forEach(text -> law.addObject().put("text", text.text()).put("version", text.revision()));
        json.put("ruleVersion", finding.ruleVersion())
                .put("startedAt", Rfc3339.format(finding.startedAt(), zone))
                .put("detectedAt", Rfc3339.format(finding.detectedAt(), zone))
                .put("endedAt", time(finding.endedAt(), zone))
                .put("terminal", finding.terminal())
                .put("session", finding.session())
                .putNull("person");
        quantities(json, finding.quantities());
        Explanation explained = finding.explained();
        json.put("explained", explained == null ? null : explained.wire()).put("late", finding.late());
        terminals(json, finding.quantities());
        if (finding.quantities() instanceof Quantities.Peers peers) {
            json.set("peers", PeerDeviationJson.write(peers.deviation()));
        }
        json.putNull("caseFile"); // of the reader's authority, so never a stored one
        evidence(json.putArray("evidence"), finding.evidence());
        return text(json);
    }

    /** A stored snapshot with another case. */
    public static String with(String snapshot, Case step) {
        return text(parse(snapshot).put("case", step.wire()));
    }

    /** The version of the rules that found what a stored snapshot is of. */
    public static String ruleVersion(String snapshot) {
        return parse(snapshot).path("ruleVersion").asText();
    }

    private static ObjectNode parse(String snapshot) {
        try {
            if (JSON.readTree(snapshot) instanceof ObjectNode json) {
                return json;
            }
        } catch (JsonProcessingException e) {
            e.clearLocation(); // which would quote the text
        }
        throw new IllegalStateException("a stored violation is not a JSON object");
    }

    /** {@code open} or {@code ended}. */
    public static String state(Finding finding) {
        return finding.open() ? "open" : "ended";
    }

    private static void quantities(ObjectNode json, @Nullable Quantities quantities) {
        Quantities.@Nullable Sessions sessions = quantities instanceof Quantities.Sessions counted ? counted : null;
        json.put("seconds", sessions == null ? null : (Long) sessions.seconds())
                .put("sessions", sessions == null ? null : (Integer) sessions.sessions())
                .put("peak", quantities == null ? null : quantities.most());
    }

    private static void terminals(ObjectNode json, @Nullable Quantities quantities) {
        if (quantities instanceof Quantities.Terminals terminals) {
            ArrayNode ids =
                    json.putObject("terminals").put("count", terminals.count()).putArray("ids");
            terminals.ids().forEach(ids::add);
        } else {
            json.putNull("terminals");
        }
    }

    private static void evidence(ArrayNode json, List<EventRef> evidence) {
        Map<EventRef, ArrayNode> byStream = new LinkedHashMap<>();
        for (EventRef ref : evidence) {
            byStream.computeIfAbsent(
                            new EventRef(ref.placeCode(), ref.region(), ref.stream(), 0), stream -> add(json, stream))
                    .add(ref.seq());
        }
    }

    private static ArrayNode add(ArrayNode json, EventRef stream) {
        UUID id = stream.stream();
        return json.addObject()
                .put("placeCode", stream.placeCode().value())
                .put("region", stream.region().value())
                .put("stream", id.toString().toLowerCase(Locale.ROOT))
                .putArray("seq");
    }

    private static @Nullable String time(@Nullable Instant at, ZoneId zone) {
        return at == null ? null : Rfc3339.format(at, zone);
    }

    private static String text(ObjectNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
