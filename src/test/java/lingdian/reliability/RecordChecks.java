package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import lingdian.record.journal.Verification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the service's record with the events and answers of the agents. */
final class RecordChecks {
    private static final Logger LOG = LoggerFactory.getLogger(RecordChecks.class);

    private RecordChecks() {}

    /**
     * The acknowledged events, compared with the journal by their numbers alone.
     *
     * @param lost the acknowledged events that the journal lacks
     * @param doubled the events that the journal has more than once, counting each excess one
     */
    record Ledger(long told, long lost, long doubled) {
        @Override
        public String toString() {
            return told + " events told to be safe: lost " + lost + ", doubled " + doubled;
        }
    }

    static Ledger ledger(List<ScriptedAgent> agents, WrittenRecord written) throws Exception {
        Map<String, List<WrittenRecord.Line>> journal = written.journal();
        long told = 0;
        long lost = 0;
        long doubled = 0;
        for (ScriptedAgent agent : agents) {
            List<WrittenRecord.Line> lines = journal.getOrDefault(agent.script().placeCode(), List.of());
            Set<Long> there = lines.stream().map(WrittenRecord.Line::seq).collect(Collectors.toSet());
            told += agent.acked();
            lost += LongStream.rangeClosed(1, agent.acked())
                    .filter(seq -> !there.contains(seq))
                    .count();
            doubled += lines.size() - there.size();
        }
        return new Ledger(told, lost, doubled);
    }

    /**
     * Checks that the journal has every number of every script exactly once, with the chain and the answers that its
     * agent got.
     */
    static void everythingIsThereOnce(List<ScriptedAgent> agents, WrittenRecord written) throws Exception {
        Ledger ledger = ledger(agents, written);
        LOG.info("{}", ledger);
        Map<String, List<WrittenRecord.Line>> journal = written.journal();
        for (ScriptedAgent agent : agents) {
            List<WrittenRecord.Line> lines = journal.get(agent.script().placeCode());
            assertThat(lines.stream().map(WrittenRecord.Line::seq))
                    .as("numbers of %s", agent)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, agent.script().length())
                                    .boxed()
                                    .toList());
            assertThat(agent.acked()).isEqualTo(agent.script().length());
            sameChains(agent, lines);
            sameAnswers(agent, lines);
        }
        Verification.Result verified = written.verify();
        assertThat(verified.firstBroken()).isNull();
        assertThat(verified.records())
                .isEqualTo(agents.stream()
                        .mapToLong(agent -> agent.script().length())
                        .sum());
        List<String> positions = written.feedPositions();
        assertThat(positions)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, positions.size())
                        .mapToObj(Long::toString)
                        .toList());
        assertThat(written.head()).isEqualTo(positions.getLast());
    }

    /**
     * Checks every answer to an agent against a judge that shares no code with the service. Returns the number of
     * answers.
     */
    static long everybodyIsJudgedByTheContract(List<ScriptedAgent> agents) {
        long answers = 0;
        for (ScriptedAgent agent : agents) {
            var judge = new PlainJudge();
            var otherwise = new ArrayList<String>();
            for (long seq = 1; seq <= agent.script().length(); seq++) {
                PlainJudge.Answer due = judge.next(new JsonObject(agent.script().event(seq)));
                boolean elsewhere = agent.script().shared().contains(seq);
                Set<PlainJudge.Answer> expected = due == null ? Set.of() : Set.of(elsewhere ? due.notElsewhere() : due);
                Set<PlainJudge.Answer> told = agent.answers().getOrDefault(seq, Set.of()).stream()
                        .map(text -> PlainJudge.Answer.of(new JsonObject(text)))
                        .map(answer -> elsewhere ? answer.notElsewhere() : answer)
                        .collect(Collectors.toSet());
                if (!told.equals(expected)) {
                    otherwise.add(agent.script().event(seq) + ": due " + expected + ", told " + told);
                }
                answers += expected.size();
            }
            assertThat(otherwise).as("verdicts and rejects of %s", agent).isEmpty();
        }
        return answers;
    }

    /** Compares the chain hashes of the agent with the journal's. */
    private static void sameChains(ScriptedAgent agent, List<WrittenRecord.Line> lines) {
        var recorded = new TreeMap<Long, String>();
        agent.chains()
                .keySet()
                .forEach(seq -> recorded.put(seq, lines.get(seq.intValue() - 1).chain()));
        assertThat(agent.chains()).as("chains of %s", agent).isEqualTo(recorded);
    }

    /** Checks that every answer to a number has exactly the recorded bytes. */
    private static void sameAnswers(ScriptedAgent agent, List<WrittenRecord.Line> lines) {
        Map<Long, Set<String>> answers = agent.answers();
        var otherwise = new ArrayList<String>();
        for (WrittenRecord.Line line : lines) {
            Set<String> recorded = line.outcome() == null ? Set.of() : Set.of(line.outcome());
            Set<String> told = answers.getOrDefault(line.seq(), Set.of());
            if (!told.equals(recorded)) {
                otherwise.add(line.seq() + ": on record " + recorded + ", told " + told);
            }
        }
        assertThat(otherwise).as("answers to %s", agent).isEmpty();
    }
}
