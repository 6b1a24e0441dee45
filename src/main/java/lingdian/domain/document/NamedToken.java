package lingdian.domain.document;

import java.util.Arrays;

/**
 * A person's token and hashed name under one key of the ring.
 *
 * <p>The three values belong together: a hash is never compared with one of another token or key.
 *
 * @param version of the key that made the other two
 * @param nameHash the hash by which names are compared
 */
public record NamedToken(PersonToken token, int version, byte[] nameHash) {
    /** Whether the registry's hash, stored under this token, is of an equal name. */
    public boolean isNamed(byte[] registered) {
        return Arrays.equals(nameHash, registered);
    }

    @Override
    public String toString() {
        return "NamedToken"; // it links a person's visits
    }
}
