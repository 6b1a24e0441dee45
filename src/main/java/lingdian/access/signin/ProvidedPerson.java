package lingdian.access.signin;

import org.jspecify.annotations.Nullable;

/**
 * A person as described by a provider's claims, not yet compared with the requirements of an account.
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
        return "ProvidedPerson[role=" + role + "]"; // a log must not contain names
    }
}
