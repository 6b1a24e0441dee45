package lingdian.office.complaint;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The person who made a complaint, with what they told of themselves. It is sealed as one text, and each reading is in the access log. */
record Reporter(
        @Nullable String name,
        @Nullable String telephone,
        @Nullable String address,
        @Nullable String email) {
    private static final List<String> CONTACTS = List.of("telephone", "address", "email");

    /** Empty where the body names nobody. */
    static Optional<Reporter> in(JsonObject body) {
        return Optional.ofNullable(body.getJsonObject("reporter"))
                .map(Reporter::of)
                .filter(reporter -> !reporter.json().isEmpty());
    }

    static Reporter of(JsonObject said) {
        return new Reporter(text(said, "name"), text(said, "telephone"), text(said, "address"), text(said, "email"));
    }

    /** Whether they can be answered. */
    boolean canBeReached() {
        JsonObject said = json();
        return CONTACTS.stream().anyMatch(said::containsKey);
    }

    /** Only what they said. */
    JsonObject json() {
        var json = new JsonObject();
        put(json, "name", name);
        put(json, "telephone", telephone);
        put(json, "address", address);
        put(json, "email", email);
        return json;
    }

    private static void put(JsonObject json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    private static @Nullable String text(JsonObject said, String field) {
        String value = said.getString(field);
        return value == null || value.isBlank() ? null : value;
    }

    @Override
    public String toString() {
        return "Reporter"; // a person
    }
}
