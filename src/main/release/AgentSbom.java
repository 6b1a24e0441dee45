import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.NodeList;

/**
 * Writes the agent's list of components (CycloneDX): of the program's list, the libraries that the build puts into the
 * agent's jar. The build runs it from its source, with the program's libraries.
 *
 * <p>Arguments: the program's list, the agent's list, and the POM, whose execution {@code agent} names these libraries.
 */
final class AgentSbom {
    private static final String INCLUDED = "//execution[id='agent']/configuration/artifactSet/includes/include";

    private AgentSbom() {}

    public static void main(String[] arguments) throws Exception {
        Files.deleteIfExists(Path.of(arguments[1])); // an earlier build's
        if (!Files.exists(Path.of(arguments[0]))) {
            System.err.println("No jar gets a list of its components: Maven is offline.");
            return;
        }
        Set<String> included = included(new File(arguments[2]));
        var json = new ObjectMapper();
        var list = (ObjectNode) json.readTree(new File(arguments[0]));
        var program = (ObjectNode) list.at("/metadata/component");
        program.put("name", "lingdian-agent");
        Set<String> kept = new HashSet<>(Set.of(program.path("bom-ref").asText()));
        ((ArrayNode) list.path("components")).removeIf(library -> {
            String group = library.path("group").asText();
            boolean isIn = included.contains(group + ":*")
                    || included.contains(group + ":" + library.path("name").asText());
            return !(isIn && kept.add(library.path("bom-ref").asText()));
        });
        var dependencies = (ArrayNode) list.path("dependencies");
        dependencies.removeIf(one -> !kept.contains(one.path("ref").asText()));
        dependencies.forEach(one -> {
            if (one.path("dependsOn") instanceof ArrayNode others) {
                others.removeIf(other -> !kept.contains(other.asText()));
            }
        });
        json.writerWithDefaultPrettyPrinter().writeValue(new File(arguments[1]), list);
    }

    private static Set<String> included(File pom) throws Exception {
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom);
        XPath path = XPathFactory.newInstance().newXPath();
        var found = (NodeList) path.evaluate(INCLUDED, document, XPathConstants.NODESET);
        var names = new HashSet<String>();
        for (int i = 0; i < found.getLength(); i++) {
            names.add(found.item(i).getTextContent().strip());
        }
        if (names.isEmpty()) {
            throw new IllegalStateException(pom + " does not say which libraries the agent has");
        }
        return names;
    }
}
