package lingdian.access.signin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lingdian.domain.VisibleText;
import lingdian.platform.settings.SignInSettings;
import org.jspecify.annotations.Nullable;

/**
 * Reads a person's rights from a provider's claims, at the places given by the configuration.
 *
 * <p>A person with none of the roles, or with several, gets none: rights are never guessed.
 */
record ClaimMapping(SignInSettings.Provider settings) {
    private static final int NAME_CHARACTERS = 200;

    /** The person described by the claims; empty if they contain no role. */
    Optional<ProvidedPerson> person(JsonObject claims) {
        List<String> roles = texts(claims, settings.roleClaim())
                .flatMap(value -> role(value).stream())
                .distinct()
                .toList();
        return roles.size() != 1
                ? Optional.empty()
                : Optional.of(new ProvidedPerson(
                        name(claims),
                        roles.getFirst(),
                        one(claims, settings.authorityClaim()),
                        one(claims, settings.regionClaim()),
                        one(claims, settings.placeCodeClaim())));
    }

    private Optional<String> role(String value) {
        return settings.roles().isEmpty()
                ? Optional.of(value)
                : Optional.ofNullable(settings.roles().get(value));
    }

    private static String name(JsonObject claims) {
        String name = VisibleText.of(Stream.of("name", "preferred_username", "sub")
                .map(claim -> one(claims, claim))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("")
                .replaceAll("\\p{Cntrl}", " "));
        return name.length() <= NAME_CHARACTERS ? name : name.substring(0, NAME_CHARACTERS);
    }

    private static @Nullable String one(JsonObject claims, String path) {
        return texts(claims, path).findFirst().orElse(null);
    }

    /** The texts at a path whose dots lead into objects; a claim whose own name has dots takes precedence. */
    private static Stream<String> texts(JsonObject claims, String path) {
        Object value = claims.getValue(path);
        if (value == null && path.contains(".")) {
            String[] steps = path.split("\\.", 2);
            return claims.getValue(steps[0]) instanceof JsonObject inner ? texts(inner, steps[1]) : Stream.of();
        }
        return value instanceof JsonArray several
                ? several.stream().filter(String.class::isInstance).map(String.class::cast)
                : Stream.ofNullable(value instanceof String text ? text : null);
    }
}
