import type { INestApplication } from '@nestjs/common'
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger'

/** Serves OpenAPI at /api/openapi.json and a page to browse it at /api/docs. */
export function describeApi(app: INestApplication): void {
  const config = new DocumentBuilder()
    .setTitle('Cloud PA')
    .setDescription(
      'The WhatsApp inbox for people who work for themselves. Send a business’s API key as a bearer token. Its scope says what ' +
        'it may do: `read` takes every GET, `send` also replies, marks as read and acts on conversations, `admin` everything else. Where a route ' +
        'takes another scope than its method says, `x-key-scope` names it; `none` takes a signed-in person.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A business’s API key' })
    .addSecurityRequirements('bearer')
    .build()
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, config), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Cloud PA API',
    // The bar bears another product's name and nothing that this page needs.
    customCss: '.swagger-ui .topbar { display: none }',
  })
}
