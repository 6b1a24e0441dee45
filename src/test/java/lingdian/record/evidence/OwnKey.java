package lingdian.record.evidence;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.KeySuite;
import lingdian.vault.seal.PublicKey;
import lingdian.vault.seal.Vault;

/** A key pair that a regulator made for themselves. */
record OwnKey(Vault vault) {
    static OwnKey make(boolean guomi) throws Exception {
        var file = Files.createTempDirectory("lingdian-own-key").resolve("own.json");
        return new OwnKey(new Vault(KeyRing.create(file, guomi ? KeySuite.GUOMI : KeySuite.INTERNATIONAL)));
    }

    /** The hash of a bundle that this key signs. */
    RecordHash hash() {
        return RecordHash.of(vault.suite());
    }

    PublicKey publicKey() {
        return vault.sign(new byte[0]).key();
    }

    byte[] sign(String text) {
        return vault.sign(text.getBytes(StandardCharsets.UTF_8)).value();
    }
}
