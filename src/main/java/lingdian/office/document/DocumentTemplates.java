package lingdian.office.document;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.law.course.DocumentKind;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.InvalidConfiguration;

/** The Word templates of the configuration, {@code documents/decision.docx} and the others: one of each kind. */
public final class DocumentTemplates {
    private static final String FOLDER = "documents";
    private static final String ENDING = ".docx";
    /** Word's own file beside a document that is open in it. */
    private static final String LOCK_FILE = "~$";

    private final Map<DocumentKind, WordTemplate> templates;

    private DocumentTemplates(Map<DocumentKind, WordTemplate> templates) {
        this.templates = new EnumMap<>(templates);
    }

    /** @throws InvalidConfiguration listing the mistakes of all templates, each beginning with file and place */
    public static DocumentTemplates read(ConfigDirectory config) {
        var mistakes = new ArrayList<String>();
        for (String name : config.ownFiles(FOLDER)) {
            if (!name.startsWith(LOCK_FILE) && !names().contains(name)) {
                mistakes.add(
                        config.describe(FOLDER + "/" + name) + ": must be named by its kind, such as decision.docx");
            }
        }
        var templates = new EnumMap<DocumentKind, WordTemplate>(DocumentKind.class);
        for (DocumentKind kind : DocumentKind.values()) {
            read(config, kind, templates, mistakes);
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
        return new DocumentTemplates(templates);
    }

    private static void read(
            ConfigDirectory config,
            DocumentKind kind,
            Map<DocumentKind, WordTemplate> templates,
            List<String> mistakes) {
        String file = FOLDER + "/" + kind.wire() + ENDING;
        try (InputStream content = config.open(file)) {
            WordTemplate template = WordTemplate.read(content);
            template.mistakes(FieldCatalogue.SHIPPED)
                    .forEach(mistake -> mistakes.add(config.describe(file) + ": " + mistake));
            templates.put(kind, template);
        } catch (IOException unusable) {
            mistakes.add(config.describe(file) + ": " + unusable.getMessage());
        } catch (InvalidConfiguration missing) {
            mistakes.addAll(missing.mistakes());
        }
    }

    private static List<String> names() {
        return Arrays.stream(DocumentKind.values())
                .map(kind -> kind.wire() + ENDING)
                .toList();
    }

    WordTemplate of(DocumentKind kind) {
        return Objects.requireNonNull(templates.get(kind));
    }
}
