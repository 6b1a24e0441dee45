package lingdian.simulation;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import lingdian.agent.link.AgentListener;
import lingdian.agent.link.AgentStoppedException;
import lingdian.agent.link.Answer;
import lingdian.agent.spool.EventDraft;
import lingdian.agent.spool.SimulatedDisk;
import lingdian.agent.spool.SpoolOfCafe;
import lingdian.agent.spool.SpooledAgent;
import lingdian.domain.event.AgentEvent;
import org.jspecify.annotations.Nullable;

/**
 * A café: its disk, the real agent that runs on it (one program after another), and a record of the answers that it
 * got. Some cafés have no agent, and post their events.
 */
final class Cafe {
    private final City city;
    private final String placeCode;
    private final Path root;
    private final SimulatedDisk disk;
    private final Records records = new Records();
    private final Map<Long, Answer> answers = new HashMap<>();
    /** The answers since all events were posted again. */
    private final Map<Long, Answer> answersAgain = new HashMap<>();

    private @Nullable Program program;
    private final boolean posts;
    private final UUID stream;
    private final List<AgentEvent> posted = new ArrayList<>();
    private @Nullable SpooledAgent agent;
    private @Nullable Poster poster;
    private boolean cutOff;
    private long ackedSeq;
    private int asking;
    private boolean asked;

    /** @param posts whether the café posts its events and has no agent */
    Cafe(City city, String placeCode, Path root, boolean posts) {
        this.posts = posts;
        this.stream =
                new UUID(city.time().random().nextLong(), city.time().random().nextLong());
        this.city = city;
        this.placeCode = placeCode;
        this.root = root;
        this.disk = new SimulatedDisk(
                new Random(city.time().random().nextLong()), city.breakage() == Breakage.DISK_NOT_DURABLE);
    }

    String placeCode() {
        return placeCode;
    }

    Records records() {
        return records;
    }

    SimulatedDisk disk() {
        return disk;
    }

    @Nullable
    Program program() {
        return program;
    }

    /** How many posts of the running program were answered. */
    long postsAnswered() {
        return poster == null ? 0 : poster.answers();
    }

    boolean posts() {
        return posts;
    }

    boolean isCutOff() {
        return cutOff;
    }

    void cutOff(boolean now) {
        cutOff = now;
    }

    /** Starts the program, with the disk as the previous program left it. */
    void start() {
        if (program != null) {
            return;
        }
        var made = new Program(city.time(), placeCode);
        program = made;
        if (posts) {
            var opened = new Poster(city, this, made, stream, posted, new Listener());
            poster = opened;
            made.begin(opened::wake);
            return;
        }
        made.sockets(() -> Wire.client(city.time(), city.faults(), made, city.doorsFor(this)));
        var random = new Random(city.time().random().nextLong());
        made.begin(() -> SpoolOfCafe.start(made.vertx(), root, made, random, new Listener(), disk)
                .onSuccess(started -> agent = started)
                .onFailure(failure -> city.fails("the agent of " + placeCode + " does not start: " + failure)));
    }

    /** Cuts the power. */
    void kill() {
        if (program != null) {
            program.kill();
            program = null;
            agent = null;
            poster = null;
            try {
                disk.powerCut(root);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** Records an event of the café, if its program is running. */
    void record(String name, EventDraft draft, boolean login) {
        if (poster != null) {
            note(poster, records.add(name, draft, login));
            return;
        }
        SpooledAgent running = agent;
        if (running == null) {
            return;
        }
        Records.Entry entry = records.add(name, draft, login);
        Program.present(program)
                .begin(() -> running.record(draft).onComplete((seq, failure) -> {
                    if (failure == null) {
                        entry.seq = seq;
                        city.promises().recorded(this, entry);
                    } else {
                        entry.refused = true;
                    }
                }));
    }

    /** Notes the event at once, and posts it when possible. */
    private void note(Poster running, Records.Entry entry) {
        entry.seq = posted.size() + 1;
        posted.add(entry.draft.numbered(entry.seq, Program.present(program).instant()));
        city.promises().recorded(this, entry);
        Program.present(program).begin(running::wake);
    }

    /** Asks for the answer to every event again, as a restarted terminal does. */
    void askForAnswers() {
        if (poster != null) {
            Poster running = poster;
            Program.present(program).begin(() -> {
                answersAgain.clear();
                running.again();
                asked = true;
            });
            return;
        }
        SpooledAgent running = agent;
        if (running == null) {
            return;
        }
        for (Records.Entry entry : records.all()) {
            if (entry.isRecorded()) {
                asking++;
                Program.present(program)
                        .begin(() -> running.answer(entry.seq)
                                .onSuccess(answer -> {
                                    asking--;
                                    city.promises().answered(this, entry, answer);
                                })
                                .onFailure(failure ->
                                        city.fails(placeCode + " gets no answer to " + entry.name + ": " + failure)));
            }
        }
    }

    /** Whether the café waits for no more answers. */
    boolean isSettled() {
        if (poster != null) {
            return asked && poster.isDone();
        }
        return agent != null && asking == 0 && agent.state().unsent() == 0;
    }

    /** A summary of its state, for failure messages. */
    String standing() {
        return "%s waits for %s answers, %s of %s events are safe, %s"
                .formatted(
                        placeCode,
                        asking,
                        ackedSeq,
                        records.all().size(),
                        posts ? "it posts" : agent == null ? "no agent" : agent.state());
    }

    long ackedSeq() {
        return ackedSeq;
    }

    /** Checks, in a café that posts, that it got every answer that the journal records. */
    void checkAnswers() {
        for (Records.Entry entry : posts ? records.all() : List.<Records.Entry>of()) {
            Answer answer = answersAgain.getOrDefault(entry.seq, new Answer.Acknowledged(entry.seq));
            city.promises().answered(this, entry, answer);
        }
    }

    private final class Listener implements AgentListener {
        @Override
        public void welcomed(JsonObject welcome) {
            safe(welcome.getLong("ackedSeq"), null);
        }

        @Override
        public void acknowledged(long seq, String chain) {
            safe(seq, chain);
        }

        private void safe(long seq, @Nullable String chain) {
            if (chain == null && seq < ackedSeq) {
                city.fails(placeCode + " is told of " + seq + " safe events after " + ackedSeq);
            }
            ackedSeq = Math.max(ackedSeq, seq);
            city.promises().acknowledged(Cafe.this, seq, chain);
        }

        @Override
        public void judged(Answer.Verdict verdict) {
            answered(verdict);
        }

        @Override
        public void rejected(Answer.Reject reject) {
            answered(reject);
        }

        private void answered(Answer answer) {
            answersAgain.put(answer.seq(), answer);
            Answer before = answers.put(answer.seq(), answer);
            if (before != null && !before.equals(answer)) {
                city.fails(placeCode + " gets two answers to event " + answer.seq());
            }
            city.promises().said(Cafe.this, answer);
        }

        @Override
        public void renewed(UUID stream, String reason) {
            if (!reason.equals("the directory has no records")) {
                city.fails("the stream of " + placeCode + " cannot go on: " + reason);
            }
        }

        @Override
        public void stopped(AgentStoppedException reason) {
            city.fails("the agent of " + placeCode + " gives up: " + reason.getMessage());
        }
    }

    /** The seats in use, as far as the café knows. */
    private final Set<String> inUse = new HashSet<>();

    Set<String> inUse() {
        return inUse;
    }

    /** Writes keys to the café's disk, so that they need not be generated in each run. */
    void furnish(byte[] keys) throws IOException {
        Files.createDirectories(root);
        Files.write(root.resolve("keys.json"), keys);
    }
}
