#include <unistd.h>

#include <cerrno>

#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/file/posix_file.h"

namespace app {

namespace {

constexpr std::string_view samplePrefix = "sample:";

model::Result<ModelFile> parseStandardInput() {
    const auto text = readStandardInput();
    if (!text) return tl::unexpected(text.error());
    auto parsed = model::parseProject(*text);
    if (!parsed) {
        const model::Error& error = parsed.error();
        return model::failure("standard input" + (error.place.empty() ? "" : ": " + error.place),
                              error.message);
    }
    return ModelFile{std::move(parsed->project), {}, std::move(parsed->problems)};
}

}  // namespace

model::Result<ModelFile> loadNamed(const std::string& file) {
    if (file == "-") return parseStandardInput();
    if (file.starts_with(samplePrefix))
        return loadSample(QString::fromStdString(file.substr(samplePrefix.size())));
    return loadModel(QString::fromStdString(file));
}

model::Result<std::string> readStandardInput() {
    std::string text;
    char buffer[1 << 16];
    while (text.size() <= model::maxFileSize) {
        const ssize_t count = ::read(STDIN_FILENO, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return model::failure("standard input", "cannot be read: " + systemError(errno));
        if (count == 0) return text;
        text.append(buffer, static_cast<std::size_t>(count));
    }
    return model::failure("standard input",
                          fmt::format("is longer than {} bytes, the most that is read", model::maxFileSize));
}

tl::expected<ModelFile, Refusal> readModel(const std::string& file) {
    auto loaded = loadNamed(file);
    if (!loaded) return badInput(loaded.error());
    return std::move(*loaded);
}

tl::expected<ModelFile, Refusal> readWholeModel(const std::string& file) {
    auto loaded = readModel(file);
    if (!loaded || loaded->problems.empty()) return loaded;
    constexpr std::size_t shown = 20;
    const auto& problems = loaded->problems;
    std::string text = fmt::format("{}: the model is not whole ({} problem{})", file, problems.size(),
                                   problems.size() == 1 ? "" : "s");
    for (std::size_t index = 0; index < std::min(shown, problems.size()); ++index)
        text += "\n  " + problems[index].text();
    if (problems.size() > shown) text += fmt::format("\n  ... `lintel check {}` lists all", file);
    return tl::unexpected<Refusal>(Refusal{Exit::BadInput, text});
}

}  // namespace app
