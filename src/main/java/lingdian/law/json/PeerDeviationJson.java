package lingdian.law.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import lingdian.domain.RegionCode;
import lingdian.law.figures.PeerDeviation;
import lingdian.law.figures.PeerFigure;
import org.jspecify.annotations.Nullable;

/** A {@link PeerDeviation} as JSON, as it is stored with the café and shown in a violation. */
public final class PeerDeviationJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MILLIONTHS = 6;
    private static final int THOUSANDTHS = 3;

    private PeerDeviationJson() {}

    public static ObjectNode write(PeerDeviation deviation) {
        return JSON.createObjectNode()
                .put("figure", deviation.figure().wire())
                .put("region", deviation.region().value())
                .put("cafes", deviation.peers())
                .put("logins", deviation.logins())
                .put("value", deviation.valueMillionths() / 1e6)
                .put("median", deviation.medianMillionths() / 1e6)
                .put("score", deviation.scoreThousandths() / 1e3);
    }

    /** Null where there is none. */
    public static @Nullable PeerDeviation parse(@Nullable String text) {
        try {
            return text == null ? null : read(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored deviation from peers is not JSON", e);
        }
    }

    /** Null where there is none. */
    public static @Nullable PeerDeviation read(JsonNode json) {
        return json.isObject()
                ? new PeerDeviation(
                        PeerFigure.of(json.path("figure").asText()),
                        new RegionCode(json.path("region").asText()),
                        json.path("cafes").asInt(),
                        json.path("logins").asLong(),
                        scaled(json.path("value"), MILLIONTHS),
                        scaled(json.path("median"), MILLIONTHS),
                        Math.toIntExact(scaled(json.path("score"), THOUSANDTHS)))
                : null;
    }

    private static long scaled(JsonNode number, int digits) {
        return new BigDecimal(number.asText()).movePointRight(digits).longValueExact();
    }
}
