package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;

/** How many cafés of one county are in each state, as {@link TallyEndpoint} counts them. */
public record CountyTally(String region, long cafes, long running, long openCase, long offline, long quiet) {
    static CountyTally of(JsonObject json) {
        return new CountyTally(
                json.getString("region"),
                json.getLong("cafes"),
                json.getLong("running"),
                json.getLong("openCase"),
                json.getLong("offline"),
                json.getLong("quiet"));
    }
}
