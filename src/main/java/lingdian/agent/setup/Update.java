package lingdian.agent.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import lingdian.agent.setup.UpdateException.Reason;
import lingdian.platform.secret.FileReplacement;

/**
 * Puts a new version of the agent in the place of this one, if its maker signed it and the café's owner confirmed it.
 *
 * <p>Nothing is ever fetched or changed by itself. The key lies with the café since the installation, so who takes over the
 * web server, or the service, cannot make a program for it.
 */
public final class Update {
    /** In the agent's directory: the public key of the maker. */
    public static final String KEY = "update-key.pem";

    private static final String MANIFEST = "lingdian-agent-update.json";
    private static final String SIGNATURE = MANIFEST + ".sig";
    private static final int MANIFEST_BYTES_MAX = 65_536;

    private final UpdateSource source;
    private final Path keyFile;
    private final String installed;

    /** @param place a URL or a path; {@code installed} the version that runs */
    public Update(String place, Path keyFile, String installed) {
        this.source = new UpdateSource(place);
        this.keyFile = keyFile;
        this.installed = installed;
    }

    /** What there is; refused unless it is signed and newer. */
    public UpdateManifest check() throws UpdateException {
        PublicKey key = key();
        byte[] text = source.read(MANIFEST, MANIFEST_BYTES_MAX);
        String signature =
                new String(source.read(SIGNATURE, MANIFEST_BYTES_MAX), java.nio.charset.StandardCharsets.US_ASCII);
        UpdateManifest manifest = UpdateManifest.verified(text, signature, key);
        if (!manifest.isNewerThan(installed)) {
            throw new UpdateException(
                    Reason.NOT_NEWER, "version " + manifest.version() + " is not newer than this one, " + installed);
        }
        return manifest;
    }

    /**
     * Replaces the program, and keeps the one before it beside it.
     *
     * @param confirmed the version that the owner typed
     * @return the file of the program before
     */
    public Path apply(String confirmed, Path program) throws UpdateException {
        UpdateManifest manifest = check();
        if (!manifest.version().equals(confirmed)) {
            throw new UpdateException(
                    Reason.NOT_CONFIRMED,
                    "version " + confirmed + " was confirmed, but there is " + manifest.version());
        }
        byte[] jar = source.read(manifest.file(), (int) manifest.bytes() + 1);
        if (jar.length != manifest.bytes() || !sha256(jar).equals(manifest.sha256())) {
            throw new UpdateException(
                    Reason.CHECKSUM_WRONG,
                    manifest.file() + " is not the file that was signed: fetch it again, from somewhere else");
        }
        return replace(program, jar);
    }

    private static Path replace(Path program, byte[] jar) throws UpdateException {
        Path before = program.resolveSibling(program.getFileName() + ".before");
        Path draft = program.resolveSibling(program.getFileName() + ".new");
        try {
            Files.write(draft, jar);
            Files.copy(program, before, StandardCopyOption.REPLACE_EXISTING);
            FileReplacement.move(draft, program);
            return before;
        } catch (IOException refused) {
            throw new UpdateException(
                    Reason.PROGRAM_IN_USE,
                    program + " cannot be replaced (" + refused.getClass().getSimpleName()
                            + "): stop the agent, and run this as whoever installed it; on Windows with a copy of the jar");
        }
    }

    private PublicKey key() throws UpdateException {
        try {
            String base64 = Files.readString(keyFile).replaceAll("-----[A-Z ]+-----|\\s", "");
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            throw new UpdateException(
                    Reason.KEY_MISSING,
                    keyFile + " is missing or not an Ed25519 public key: copy it from the letter of your installation");
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
