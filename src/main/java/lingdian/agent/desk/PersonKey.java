package lingdian.agent.desk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import lingdian.domain.document.Credential;

/**
 * Recognises a person within one run of the agent without storing the document number.
 *
 * <p>The hash covers document type and number, trimmed and in upper case, by which the service also matches a person's
 * sessions (handbook, glossary.md#words). Credentials without a number tell nobody: no two of them have one key.
 */
record PersonKey(String hash) {
    /** Makes keys that are meaningless outside one run. */
    static final class Maker {
        private final byte[] salt = new byte[16];
        private long unnumbered;

        Maker(RandomGenerator random) {
            random.nextBytes(salt);
        }

        PersonKey of(Credential credential) {
            String number = credential.identifier().strip().toUpperCase(Locale.ROOT);
            MessageDigest digest = sha256();
            digest.update(salt);
            digest.update((credential.type() + "\n" + (number.isEmpty() ? "\0" + ++unnumbered : number))
                    .getBytes(StandardCharsets.UTF_8));
            return new PersonKey(HexFormat.of().formatHex(digest.digest(), 0, 16));
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException everyJavaHasIt) {
                throw new IllegalStateException(everyJavaHasIt);
            }
        }
    }

    @Override
    public String toString() {
        return "PersonKey";
    }
}
