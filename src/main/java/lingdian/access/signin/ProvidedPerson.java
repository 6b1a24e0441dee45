package lingdian.access.signin;

import org.jspecify.annotations.Nullable;

/**
 * What a provider's claims say of a person, not yet held against what an account must have.
 *
 * @param role the word of a role, or any other
 */
public record ProvidedPerson(
        String name,
        String role,
        @Nullable String authority,
        @Nullable String region,
        @Nullable String placeCode) {
    @Override
    public String toString() {
        return "ProvidedPerson[role=" + role + "]"; // a name is none of a log's business
    }
}
