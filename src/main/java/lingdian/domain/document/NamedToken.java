package lingdian.domain.document;

import java.util.Arrays;

/**
 * A person with a name, as one key of the ring has them.
 *
 * <p>The three belong together: a hash is never compared with one of another token or key.
 *
 * @param version of the key that made the other two
 * @param nameHash what the name is compared by
 */
public record NamedToken(PersonToken token, int version, byte[] nameHash) {
    /** Whether the registry's hash, kept under this token, is of the same name. */
    public boolean isNamed(byte[] registered) {
        return Arrays.equals(nameHash, registered);
    }

    @Override
    public String toString() {
        return "NamedToken"; // it joins a person's appearances
    }
}
