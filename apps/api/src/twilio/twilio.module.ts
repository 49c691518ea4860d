import { Global, Module } from '@nestjs/common'
import { TwilioClient } from './twilio.client.js'
import { TwilioRequests } from './twilio-requests.js'

@Global()
@Module({ providers: [TwilioClient, TwilioRequests], exports: [TwilioClient, TwilioRequests] })
export class TwilioModule {}
