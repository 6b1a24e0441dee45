package lingdian.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that supervise Internet cafés, each for its own articles of the Regulation (handbook,
 * law.md#who-may-see-what).
 */
public enum Authority {
    /** 文化市场综合执法. */
    CULTURE,
    /** 公安网安. */
    PUBLIC_SECURITY;

    /** The names, for a message that lists them. */
    public static final String CHOICE = "culture or public-security";

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word in the API, in configuration and in the database. */
    public String wire() {
        return wire;
    }

    /** @throws IllegalArgumentException if {@code wire} is not an authority */
    public static Authority of(String wire) {
        return find(wire).orElseThrow(() -> new IllegalArgumentException("an authority is " + CHOICE));
    }

    /** The authority of this word; empty if there is none, or the word is null. */
    public static Optional<Authority> find(@Nullable String wire) {
        return Arrays.stream(values()).filter(one -> one.wire.equals(wire)).findFirst();
    }

    /** Several, from an array of the database. */
    public static Set<Authority> setOf(String[] wires) {
        return Arrays.stream(wires).map(Authority::of).collect(Collectors.toUnmodifiableSet());
    }

    public static @Nullable Authority orNull(@Nullable String wire) {
        return wire == null ? null : of(wire);
    }

    public static @Nullable String wireOrNull(@Nullable Authority authority) {
        return authority == null ? null : authority.wire;
    }
}
