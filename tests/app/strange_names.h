#pragma once

#include <QString>
#include <vector>

#include "model/edit.h"

/// Names as people all over the world give them, and some that nobody should.
namespace app {

inline std::vector<QString> strangeNames() {
    return {QString(1000, 'm'),
            QString::fromUtf8("A name of many words ").repeated(48),
            QString::fromUtf8("خدمة الطلبات والمدفوعات"),
            QString::fromUtf8("שירות הזמנות (v2) — בדיקה"),
            QString::fromUtf8("注文管理サービス"),
            QString::fromUtf8("订单履约与退款编排服务"),
            QString::fromUtf8("🛒 Cart 👩‍💻 🇩🇪"),
            QString::fromUtf8("e\u0301\u0301\u0301\u0301\u0301\u0301 stacked"),
            QString::fromUtf8("left \u202eright-to-left override"),
            QStringLiteral("<b>bold</b> & \"quoted\" %1 %2 @text@"),
            QStringLiteral("line\nbreak\ttab")};
}

/// A model whose services, contexts and team have them.
inline model::Project strangeProject() {
    model::Project project = model::emptyProject();
    project.name = strangeNames()[1].toStdString();
    int number = 0;
    for (const QString& name : strangeNames()) {
        ++number;
        model::BoundedContext context;
        context.id = model::ContextId("context-" + std::to_string(number));
        context.name = name.toStdString();
        project.contexts = project.contexts.with(context);
        model::Service service;
        service.id = model::ServiceId("service-" + std::to_string(number));
        service.name = name.toStdString();
        service.context = context.id;
        service.description = name.toStdString();
        project.services = project.services.with(service);
    }
    return project;
}

}  // namespace app
