package lingdian.intake.batch;

import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.CafeState;
import lingdian.law.judge.Rulebook;
import lingdian.record.journal.FindingStore.Head;

/**
 * What a batch is judged on: the states of its cafés, the facts about them and the rules, all as of the lock on {@code
 * head}.
 *
 * @param states copies that the judge changes
 * @param remembered whether every state was the one in memory, so that none had to be read
 */
record BatchInput(
        Head head,
        Map<PlaceCode, CafeState> states,
        boolean remembered,
        Map<PlaceCode, CafeFacts> facts,
        Rulebook rulebook) {}
