package lingdian.agent.setup;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Pattern;
import lingdian.agent.setup.UpdateException.Reason;

/**
 * What a new version of the agent is (handbook, agent.md#update). Only one whose signature is right is ever made.
 *
 * @param version three numbers with dots
 * @param file the name of the jar beside the manifest
 * @param bytes its size
 * @param sha256 its checksum, 64 hexadecimal digits
 * @param notes what is new, for the café's owner
 */
public record UpdateManifest(String version, String file, long bytes, String sha256, String notes) {
    private static final String PROGRAM = "lingdian-agent";
    private static final Pattern VERSION = Pattern.compile("\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}");
    private static final Pattern FILE = Pattern.compile("[\\w-][\\w.-]{0,99}\\.jar");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final long BYTES_MAX = 100_000_000;
    private static final int NOTES_MAX = 2_000;

    /**
     * @param text the manifest to the byte
     * @param signature of the text: Ed25519, in Base64
     */
    static UpdateManifest verified(byte[] text, String signature, PublicKey key) throws UpdateException {
        if (!isRight(text, signature, key)) {
            throw new UpdateException(
                    Reason.SIGNATURE_WRONG,
                    "the manifest is not signed with the key in update-key.pem: nothing of it is used");
        }
        try {
            return of(new JsonObject(new String(text, StandardCharsets.UTF_8)));
        } catch (DecodeException | ClassCastException | NullPointerException malformed) {
            throw malformed();
        }
    }

    private static boolean isRight(byte[] text, String signature, PublicKey key) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(text);
            return check.verify(Base64.getDecoder().decode(signature.strip()));
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            return false;
        }
    }

    private static UpdateManifest of(JsonObject json) throws UpdateException {
        var manifest = new UpdateManifest(
                json.getString("version"),
                json.getString("file"),
                json.getLong("bytes"),
                json.getString("sha256"),
                Objects.requireNonNullElse(json.getString("notes"), ""));
        boolean fit = PROGRAM.equals(json.getString("program"))
                && VERSION.matcher(manifest.version).matches()
                && FILE.matcher(manifest.file).matches()
                && manifest.bytes >= 1
                && manifest.bytes <= BYTES_MAX
                && SHA_256.matcher(manifest.sha256).matches()
                && manifest.notes.length() <= NOTES_MAX;
        if (!fit) {
            throw malformed();
        }
        return manifest;
    }

    private static UpdateException malformed() {
        return new UpdateException(
                Reason.MANIFEST_MALFORMED, "the manifest is signed, but not one of this program: tell who made it");
    }

    /** Whether it is newer than a version, of which a part after a hyphen says that it was never released. */
    boolean isNewerThan(String installed) {
        String[] ours = version.split("\\.");
        String[] theirs = installed.split("-", 2)[0].split("\\.");
        for (int i = 0; i < ours.length; i++) {
            int other = i < theirs.length && theirs[i].matches("\\d{1,6}") ? Integer.parseInt(theirs[i]) : 0;
            int compared = Integer.compare(Integer.parseInt(ours[i]), other);
            if (compared != 0) {
                return compared > 0;
            }
        }
        return installed.contains("-");
    }
}
