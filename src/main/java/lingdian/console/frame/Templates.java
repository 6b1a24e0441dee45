package lingdian.console.frame;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.HashMap;
import java.util.Map;

/** The templates of {@code src/main/jte}, which are compiled with the program. */
public final class Templates {
    private static final int USUAL_CHARACTERS = 16_384;

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), "lingdian.console");

    /**
     * Renders a template; each value is escaped for its context.
     *
     * @param model the template's parameter {@code page}
     */
    public String render(String template, Frame frame, Object model) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("frame", frame);
        parameters.put("page", model);
        var output = new StringOutput(USUAL_CHARACTERS);
        engine.render(template + ".jte", parameters, output);
        return output.toString();
    }
}
