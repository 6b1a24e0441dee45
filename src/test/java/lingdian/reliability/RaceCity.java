package lingdian.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.testing.Cafes;
import lingdian.testing.RunningService;

/** One or more nodes on one database, and cafés whose agents are distributed over them in turn. */
final class RaceCity implements AutoCloseable {
    private final List<RunningService> nodes = new ArrayList<>();
    private final List<GuestDesk> desks = new ArrayList<>();

    private RaceCity() {}

    static RaceCity start(int nodes, int shards, int batchMaximum, int cafes) throws Exception {
        var city = new RaceCity();
        try {
            city.begin(nodes, shards, batchMaximum);
            city.connect(cafes);
            return city;
        } catch (Exception | Error e) {
            city.close();
            throw e;
        }
    }

    private void begin(int count, int shards, int batchMaximum) throws Exception {
        nodes.add(RunningService.with()
                .settings("""
                database: {commitConnections: 8}
                intake: {shards: %d, batchMaximumEvents: %d}
                """.formatted(shards, batchMaximum))
                .start());
        while (nodes.size() < count) {
            nodes.add(nodes.get(0).another());
        }
    }

    private void connect(int cafes) throws Exception {
        RunningService first = nodes.get(0);
        Cafes.openDayAndNight(first.admin());
        for (int i = 0; i < cafes; i++) {
            String placeCode = Cafes.placeCode(i + 1);
            String key = Cafes.create(first.admin(), placeCode).key();
            desks.add(GuestDesk.open(first.vertx(), nodes.get(i % nodes.size()).url(), placeCode, key));
        }
    }

    List<GuestDesk> desks() {
        return desks;
    }

    /** The shards to which the intake assigns at least one café. */
    Set<Integer> shards(int count) {
        return desks.stream()
                .map(desk -> Math.floorMod(desk.placeCode().hashCode(), count))
                .collect(Collectors.toSet());
    }

    CommitOrder commitOrder() throws Exception {
        try (var database = nodes.get(0).superuser()) {
            return CommitOrder.of(database);
        }
    }

    @Override
    public void close() throws Exception {
        desks.forEach(GuestDesk::close);
        for (RunningService node : nodes.reversed()) {
            node.close();
        }
    }
}
