package lingdian.intake.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;

/** Items of any cafés that are judged and committed together. */
record Batch(List<Work> works) {
    /** An item and the café that it belongs to. */
    record Work(Inbox inbox, Item item) {
        PlaceCode placeCode() {
            return inbox.placeCode;
        }
    }

    int size() {
        return works.stream().mapToInt(work -> work.item().size()).sum();
    }

    Stream<Instant> receivedAt() {
        return works.stream().map(work -> work.item().receivedAt());
    }

    Map<PlaceCode, Inbox> inboxes() {
        var inboxes = new LinkedHashMap<PlaceCode, Inbox>();
        works.forEach(work -> inboxes.put(work.placeCode(), work.inbox()));
        return inboxes;
    }

    /** One batch for each café, to find out which of them cannot be committed. */
    List<Batch> byCafe() {
        var byCafe = new LinkedHashMap<PlaceCode, List<Work>>();
        works.forEach(work -> byCafe.computeIfAbsent(work.placeCode(), place -> new ArrayList<>())
                .add(work));
        return byCafe.values().stream().map(Batch::new).toList();
    }
}
