package lingdian.office.enrolment;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.office.query.JsonValues;

/**
 * Codes that were given out, shown once.
 *
 * @param letters a page of letters to print
 */
public record IssuedCodes(List<Issued> codes, String letters) {
    public IssuedCodes {
        codes = List.copyOf(codes);
    }

    /** @param name of the café; empty if it alone was asked for */
    public record Issued(String placeCode, String name, String code, String expiresAt) {
        private static Issued of(JsonObject json) {
            return new Issued(
                    JsonValues.textOrEmpty(json, "placeCode"),
                    JsonValues.textOrEmpty(json, "name"),
                    json.getString("code"),
                    json.getString("expiresAt"));
        }

        @Override
        public String toString() {
            return "Issued[" + placeCode + "]"; // a code is a secret
        }
    }

    static IssuedCodes one(JsonObject json) {
        return new IssuedCodes(List.of(Issued.of(json)), json.getString("letter"));
    }

    static IssuedCodes all(JsonObject json) {
        return new IssuedCodes(
                json.getJsonArray("items", new JsonArray()).stream()
                        .map(one -> Issued.of((JsonObject) one))
                        .toList(),
                json.getString("letters"));
    }

    @Override
    public String toString() {
        return "IssuedCodes[" + codes.size() + "]"; // they are secrets
    }
}
