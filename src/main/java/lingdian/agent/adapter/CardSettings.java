package lingdian.agent.adapter;

import java.util.List;

/** All adapters of an agent, by how they learn of cards: files, queries, pushes. */
public record CardSettings(List<AdapterSettings> files, List<QuerySettings> queries, List<PushSettings> pushes) {
    public static CardSettings ofFiles(List<AdapterSettings> files) {
        return new CardSettings(files, List.of(), List.of());
    }

    public boolean isEmpty() {
        return files.isEmpty() && queries.isEmpty() && pushes.isEmpty();
    }
}
