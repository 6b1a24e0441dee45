package lingdian.simulation;

import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run: a city for one evening, its faults, and the promises that must hold in spite of them. */
final class City {
    /** 23:20 in the cafés: forty minutes before closing time. */
    static final Instant BEGINNING = Instant.parse("2026-11-10T15:20:00Z");

    private static final long HEALED_WITHIN = 30 * Script.MINUTE;
    private static final long READ_WITHIN = 5 * Script.MINUTE;
    private static final long STEPS_MOST = 2_000_000;

    private final VirtualTime time;
    private final Breakage breakage;
    private final Faults faults;
    private final Promises promises = new Promises(this);
    private final Map<String, Cafe> cafes = new LinkedHashMap<>();
    private final Map<String, Statements.CafeRow> districts = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();
    private final Database database;
    private final Program street;
    private final boolean steady;
    private final boolean races;
    private @Nullable String failure;
    private @Nullable Runnable trap;
    private long trapStep = Long.MAX_VALUE;

    City(long seed, Breakage breakage, Path directory) {
        var random = new Random(seed);
        this.breakage = breakage;
        time = new VirtualTime(BEGINNING, random);
        faults = new Faults(time);
        street = new Program(time, "street");
        steady = random.nextBoolean();
        races = random.nextInt(3) == 0;
        found(directory);
        var statements = new Statements(districts, SharedInputs.RULES, time::now);
        if (breakage == Breakage.DOUBT_TAKEN_FOR_DONE) {
            statements.spoil("JournalStore.HOLDS", real -> (tables, parameters) -> Rows.of(List.of(Rows.row())));
        }
        if (breakage == Breakage.FEED_WITH_HOLES) {
            statements.spoil("FindingStore.LOCK", real -> new HastyPositions(real));
        }
        if (breakage == Breakage.FEED_ROW_PASSED_OVER) {
            statements.spoil(
                    "FeedStore.ROWS",
                    real -> (tables, parameters) -> real.run(tables, parameters).without(time.chance(0.2)));
        }
        database = new Database(time, statements, faults, breakage, this::committed);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            nodes.add(new Node(this, "node " + i));
        }
    }

    private void committed(Tables before, Tables after) {
        promises.committed(before, after);
        if (after.position > before.position) {
            nodes.forEach(Node::ring);
        }
    }

    private void found(Path directory) {
        int count = 1 + time.random().nextInt(3);
        for (int i = 1; i <= count; i++) {
            String place = "3604811000000" + i;
            districts.put(place, new Statements.CafeRow(place, "360481", new String[] {"counter"}));
            var cafe = new Cafe(
                    this, place, directory.resolve(place), time.random().nextInt(3) == 0);
            cafes.put(place, cafe);
            try {
                cafe.furnish(SharedInputs.KEYS);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** @throws BrokenPromise if a promise is broken */
    void run() {
        nodes.forEach(Node::start);
        cafes.values().forEach(Cafe::start);
        readers.add(new Reader(this, "who reads everything", Set.of()));
        readers.add(new Reader(this, "who reads of minors", Set.of("MINOR_ADMITTED")));
        readers.forEach(Reader::start);
        cafes.values().forEach(cafe -> new Script(time, cafe, races).write(street));
        new ScheduledFaults(this, street).write();
        until(Script.MINUTES * Script.MINUTE);
        heal();
        until(time.nowMicros() + Script.MINUTE);
        cafes.values().forEach(Cafe::askForAnswers);
        settle();
        untilRead();
        settle(); // an agent whose disk was full may have recorded an event meanwhile
        cafes.values().forEach(Cafe::checkAnswers);
        promises.complete();
        requireUnbroken();
        ReferenceRun.compare(this);
    }

    private void until(long micros) {
        time.at(micros, street, () -> {});
        while (time.nowMicros() < micros && step()) {
            // the condition does the step
        }
    }

    private boolean step() {
        if (time.steps() >= trapStep) {
            Runnable sprung = Program.present(trap);
            trapStep = Long.MAX_VALUE;
            sprung.run();
        }
        boolean more = time.step();
        requireUnbroken();
        if (time.steps() > STEPS_MOST) {
            throw new BrokenPromise("it never comes to rest");
        }
        return more;
    }

    private void requireUnbroken() {
        if (failure != null) {
            throw new BrokenPromise(failure + ", at " + time.now() + ", step " + time.steps());
        }
    }

    /** Ends all faults, and starts every program that was ended. */
    private void heal() {
        faults.calm();
        trapStep = Long.MAX_VALUE;
        nodes.forEach(Node::start);
        for (Cafe cafe : cafes.values()) {
            cafe.disk().full(false);
            cafe.cutOff(false);
            cafe.start();
        }
        programs().forEach(program -> program.clockIsWrongBy(Duration.ZERO));
        storm();
    }

    private void settle() {
        long latest = time.nowMicros() + HEALED_WITHIN;
        while (cafes.values().stream().anyMatch(cafe -> !cafe.isSettled())) {
            if (time.nowMicros() > latest || !step()) {
                throw new BrokenPromise("half an hour after the last fault an agent still waits: "
                        + cafes.values().stream().map(Cafe::standing).toList());
            }
        }
    }

    /**
     * Runs until all readers have read the feed, within the minutes after which a hub polls and a broken connection is
     * noticed.
     */
    private void untilRead() {
        long latest = time.nowMicros() + READ_WITHIN;
        while (!readers.stream().allMatch(Reader::isCurrent)) {
            if (time.nowMicros() > latest || !step()) {
                throw new BrokenPromise("five minutes after the last event the feed is not read to its end: "
                        + readers.stream().map(Reader::standing).toList());
            }
        }
    }

    /** Ends something after this many further steps. */
    void trap(int steps, Runnable ends) {
        if (trapStep == Long.MAX_VALUE) {
            trapStep = time.steps() + steps;
            trap = ends;
        }
    }

    List<Program> programs() {
        var programs = new ArrayList<Program>();
        nodes.forEach(node -> add(programs, node.program()));
        cafes.values().forEach(cafe -> add(programs, cafe.program()));
        return programs;
    }

    private static void add(List<Program> programs, @Nullable Program program) {
        if (program != null) {
            programs.add(program);
        }
    }

    /** Breaks all connections at once. */
    void storm() {
        wires.forEach(Wire::breakOff);
        wires.clear();
        readers.forEach(Reader::breakOff);
    }

    /** Handles a café's request that has arrived. */
    void post(Program service, Post post) {
        nodes.stream().filter(node -> node.program() == service).findFirst().ifPresent(node -> node.post(post));
    }

    Wire.Doors doorsFor(Cafe cafe) {
        return new Wire.Doors() {
            @Override
            public @Nullable Program next() {
                List<Program> open = nodes.stream()
                        .map(Node::open)
                        .filter(java.util.Objects::nonNull)
                        .toList();
                return cafe.isCutOff() || open.isEmpty()
                        ? null
                        : open.get(time.random().nextInt(open.size()));
            }

            @Override
            public void open(Program program, ServerWebSocket socket) {
                nodes.stream()
                        .filter(node -> node.program() == program)
                        .findFirst()
                        .ifPresent(node -> node.open(cafe.placeCode(), socket));
            }

            @Override
            public void opened(Wire wire) {
                wires.add(wire);
            }
        };
    }

    /**
     * Reports a broken promise. It is thrown at the end of the step, because the code under test would handle an
     * exception as its own.
     */
    void fails(String what) {
        if (failure == null) {
            failure = what;
        }
    }

    VirtualTime time() {
        return time;
    }

    Faults faults() {
        return faults;
    }

    Breakage breakage() {
        return breakage;
    }

    Promises promises() {
        return promises;
    }

    Database database() {
        return database;
    }

    List<Node> nodes() {
        return nodes;
    }

    List<Reader> readers() {
        return readers;
    }

    List<Cafe> cafes() {
        return List.copyOf(cafes.values());
    }

    Cafe cafe(String placeCode) {
        return Program.present(cafes.get(placeCode));
    }

    Map<String, Statements.CafeRow> districts() {
        return districts;
    }

    /**
     * Whether all clocks are right and no verdict depends on chance, so that the undisturbed city must find the same.
     */
    boolean isSteady() {
        return steady && !races;
    }

    boolean clocksAreRight() {
        return steady;
    }
}
