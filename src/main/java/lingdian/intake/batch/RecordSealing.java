package lingdian.intake.batch;

import java.time.LocalDate;
import lingdian.domain.event.AgentEvent;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.StampedEvent;
import lingdian.law.judge.StreamState;
import lingdian.record.evidence.RecordHash;
import lingdian.record.journal.SealedText;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Seals what must not be readable in the journal: a rejected text, an officer's name, the document of a session that
 * opens.
 */
final class RecordSealing {
    private final Vault vault;
    private final RecordHash hash;
    private final WriteSet writes;
    private long size;

    RecordSealing(Vault vault, WriteSet writes) {
        this.vault = vault;
        this.hash = RecordHash.of(vault.suite());
        this.writes = writes;
    }

    /** The hash of the text sealed with a new event; null where none had to be sealed. */
    byte @Nullable [] seal(ChunkTurn turn, PreparedEvent event, StreamState stream, Judgement judgement) {
        if (judgement.answer() instanceof Judgement.Reject) {
            return seal(turn, event, stream, "quarantine", event.text());
        }
        if (event.event() instanceof AgentEvent.Patrol patrol && patrol.officer() != null) {
            return seal(turn, event, stream, "officer", patrol.officer());
        }
        boolean opens = judgement.sessions().stream().anyMatch(Judgement.SessionOpened.class::isInstance);
        if (event.event() instanceof AgentEvent.Login login && opens) {
            SealedRef ref = ref(turn, event, stream, "identity");
            return keep(turn, event, stream, "identity", vault.sealDocument(login.document(), ref, day(turn)));
        }
        return null;
    }

    /** A text whose number was received before with other content. */
    void sealConflict(ChunkTurn turn, PreparedEvent event, StreamState stream) {
        seal(turn, event, stream, "conflict", event.text());
    }

    /** An altered repeat was parsed once more, whether or not it is sealed. */
    void reread(PreparedEvent event) {
        size += event.text().length();
    }

    /** How many bytes were sealed, and characters parsed once more, since this was asked the last time. */
    long takeSize() {
        long taken = size;
        size = 0;
        return taken;
    }

    private byte[] seal(ChunkTurn turn, PreparedEvent event, StreamState stream, String kind, String text) {
        SealedRef ref = ref(turn, event, stream, kind);
        return keep(turn, event, stream, kind, vault.seal(text, ref, day(turn)));
    }

    private byte[] keep(ChunkTurn turn, PreparedEvent event, StreamState stream, String kind, byte[] ciphertext) {
        var text = new SealedText(day(turn), stream.number(), event.seq(), kind, ciphertext, hash.of(ciphertext));
        writes.add(text);
        size += ciphertext.length;
        return text.hash();
    }

    private static SealedRef ref(ChunkTurn turn, PreparedEvent event, StreamState stream, String kind) {
        return new SealedRef(turn.cafe().placeCode().value(), stream.stream(), event.seq(), kind);
    }

    private static LocalDate day(ChunkTurn turn) {
        return StampedEvent.day(turn.receivedAt());
    }
}
