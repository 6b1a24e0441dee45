package lingdian.supply;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** A library of the program, as its SBOM (CycloneDX) names it. */
record Library(String artifact, LibraryVersion version) {
    static List<Library> of(JsonObject sbom) {
        return sbom.getJsonArray("components").stream()
                .map(JsonObject.class::cast)
                .map(one -> new Library(
                        one.getString("group") + ":" + one.getString("name"),
                        new LibraryVersion(one.getString("version"))))
                .toList();
    }

    @Override
    public String toString() {
        return artifact + ":" + version.text();
    }
}
