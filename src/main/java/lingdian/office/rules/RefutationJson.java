package lingdian.office.rules;

import io.vertx.core.json.JsonObject;
import lingdian.law.casework.Refutation;

/** The checks that a proposal to put a rule into shadow rests on, as JSON. */
final class RefutationJson {
    private RefutationJson() {}

    static JsonObject of(Refutation refutation) {
        return new JsonObject()
                .put("confirmed", refutation.confirmed())
                .put("dismissed", refutation.dismissed())
                .put("accounts", refutation.accounts())
                .put("counties", refutation.counties())
                .put("cafes", refutation.cafes());
    }
}
