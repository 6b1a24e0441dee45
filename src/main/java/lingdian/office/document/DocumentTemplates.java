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
import org.jspecify.annotations.Nullable;

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
        List<String> own = config.ownFiles(FOLDER);
        for (String name : own) {
            if (!name.startsWith(LOCK_FILE) && !names().contains(name)) {
                mistakes.add(
                        config.describe(FOLDER + "/" + name) + ": must be named by its kind, such as decision.docx");
            }
        }
        var templates = new EnumMap<DocumentKind, WordTemplate>(DocumentKind.class);
        for (DocumentKind kind : DocumentKind.values()) {
            WordTemplate template = read(config, kind, mistakes);
            if (template != null) {
                templates.put(kind, template);
                if (own.contains(name(kind))) { // of those of the program, the build has seen that they have none
                    template.mistakes(FieldCatalogue.SHIPPED)
                            .forEach(mistake -> mistakes.add(config.describe(file(kind)) + ": " + mistake));
                }
            }
        }
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
        return new DocumentTemplates(templates);
    }

    private static @Nullable WordTemplate read(ConfigDirectory config, DocumentKind kind, List<String> mistakes) {
        try (InputStream content = config.open(file(kind))) {
            return WordTemplate.read(content);
        } catch (IOException unusable) {
            mistakes.add(config.describe(file(kind)) + ": " + unusable.getMessage());
        } catch (InvalidConfiguration missing) {
            mistakes.addAll(missing.mistakes());
        }
        return null;
    }

    private static String file(DocumentKind kind) {
        return FOLDER + "/" + name(kind);
    }

    private static String name(DocumentKind kind) {
        return kind.wire() + ENDING;
    }

    private static List<String> names() {
        return Arrays.stream(DocumentKind.values()).map(DocumentTemplates::name).toList();
    }

    WordTemplate of(DocumentKind kind) {
        return Objects.requireNonNull(templates.get(kind));
    }
}
