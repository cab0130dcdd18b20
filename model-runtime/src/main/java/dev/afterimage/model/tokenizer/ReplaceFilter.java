package dev.afterimage.model.tokenizer;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;

/** {@code text|replace(old, new)}, bounded as strings are. */
final class ReplaceFilter implements Filter {

    @Override
    public String getName() {
        return "replace";
    }

    @Override
    public Object filter(Object value, JinjavaInterpreter interpreter, String... given) {
        if (value == null || given.length != 2) {
            return value;
        }
        return TemplateMethods.replaced(value.toString(), given[0], given[1], (int) interpreter.getConfig().getMaxStringLength());
    }
}
