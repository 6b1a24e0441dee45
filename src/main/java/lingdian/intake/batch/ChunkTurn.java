package lingdian.intake.batch;

import java.time.Instant;
import java.util.UUID;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;

/**
 * A chunk whose turn it is, with its café's state, which judging changes, and the facts about that café.
 *
 * @param key of the chunk's stream
 */
record ChunkTurn(CafeState cafe, CafeFacts facts, Item.Chunk chunk, StreamKey key) {
    ChunkTurn(CafeState cafe, CafeFacts facts, Item.Chunk chunk) {
        this(cafe, facts, chunk, new StreamKey(cafe.placeCode(), chunk.stream()));
    }

    UUID stream() {
        return key.stream();
    }

    Instant receivedAt() {
        return chunk.receivedAt();
    }
}
