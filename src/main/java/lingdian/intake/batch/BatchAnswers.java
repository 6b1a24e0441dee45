package lingdian.intake.batch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Finding;
import lingdian.law.judge.Judgement;

/**
 * What is reported about a batch once it is committed.
 *
 * @param states of all its cafés, as they are after it
 * @param facts of these cafés
 * @param replies to its items, in their order
 * @param superseded streams whose connections are to be closed
 * @param judgements of its new events
 * @param eventTypes the type of each new event
 * @param loginsReceivedAt when each login that gets a verdict now was received
 * @param burdens what counts as so many findings of a café beside its findings
 * @param rests by how many pauses the next message of a café is late for what was read and sealed, whatever it is charged for
 * @param changedByOthers findings that an event of a café other than their own changed, as of that change, and that café
 */
record BatchAnswers(
        Map<PlaceCode, CafeState> states,
        Map<PlaceCode, CafeFacts> facts,
        List<ItemReply> replies,
        Set<StreamKey> superseded,
        List<Judgement> judgements,
        List<String> eventTypes,
        List<Instant> loginsReceivedAt,
        Map<PlaceCode, Integer> burdens,
        Map<PlaceCode, Integer> rests,
        Map<Finding, PlaceCode> changedByOthers) {}
