package lingdian.testing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import lingdian.record.evidence.CheckpointBody;
import lingdian.record.evidence.RecordHash;
import lingdian.vault.seal.KeySignature;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/** A checkpoint that is added by SQL, of a tree without leaves, signed by whichever key. */
public record AddedCheckpoint(CheckpointBody body, KeySignature signature) {
    /** Goes on from no other one. */
    public static AddedCheckpoint of(Vault vault, long number, @Nullable LocalDate day) {
        return after(CheckpointBody.NONE, vault, number, day);
    }

    /** @param previous the hash of the one before, in hexadecimal */
    public static AddedCheckpoint after(String previous, Vault vault, long number, @Nullable LocalDate day) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return signed(
                vault,
                new CheckpointBody(RecordHash.of(vault.suite()), number, day, now, previous, 0, CheckpointBody.NONE));
    }

    public static AddedCheckpoint signed(Vault vault, CheckpointBody body) {
        return new AddedCheckpoint(body, vault.sign(body.bytes()));
    }

    /** What adds its key. */
    public String keySql() {
        return "INSERT INTO signing_key (fingerprint, number, algorithm, public_key, first_used_at) VALUES ('%s', %d, '%s', '\\x%s', now())"
                        .formatted(
                                signature.key().fingerprint(),
                                signature.keyNumber(),
                                signature.key().algorithm(),
                                HexFormat.of().formatHex(signature.key().encoded()))
                + " ON CONFLICT DO NOTHING";
    }

    /** What adds the checkpoint. */
    public String sql() {
        return "INSERT INTO checkpoint (number, day, made_at, body, hash, fingerprint, signature) VALUES (%d, %s, '%s', '%s', '\\x%s', '%s', '\\x%s')"
                .formatted(
                        body.number(),
                        body.day() == null ? "NULL" : "'" + body.day() + "'",
                        body.madeAt(),
                        body.text(),
                        body.hash(),
                        signature.key().fingerprint(),
                        HexFormat.of().formatHex(signature.value()));
    }
}
